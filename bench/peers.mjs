// Measures nlp.js and minisearch on one set and prints their results as JSON:
// node peers.mjs FILE LANG
import fs from 'node:fs'
import MiniSearch from 'minisearch'
import { NlpManager } from 'node-nlp'

const [file, lang] = process.argv.slice(2)
const set = JSON.parse(fs.readFileSync(file, 'utf8'))
const outside = set.oos_test ?? []

function apart(inside, away) {
  inside.sort((a, b) => a - b)
  const at = inside[Math.floor(inside.length / 20)]
  let won = 0
  let refused = 0
  for (const o of away) {
    for (const i of inside) won += i > o ? 1 : i === o ? 0.5 : 0
    if (o < at) refused++
  }
  return [100 * won / away.length / inside.length, 100 * refused / away.length]
}

async function measure(engine, train, ask) {
  let right = 0
  const inside = []
  const begin = performance.now()
  for (const [text, intent] of set.test) {
    const [label, sure] = await ask(text)
    if (label === intent) right++
    inside.push(sure)
  }
  const each = (performance.now() - begin) * 1000 / set.test.length
  const away = []
  for (const text of outside) away.push((await ask(text))[1])
  const [auroc, refused] = away.length > 0 ? apart(inside, away) : [0, 0]
  return { engine, right: 100 * right / set.test.length, auroc, refused, train, each }
}

async function nlpjs() {
  const manager = new NlpManager({ languages: [lang], forceNER: false, autoSave: false, threshold: 0, nlu: { log: false, useNoneFeature: false } })
  for (const [text, intent] of set.train) manager.addDocument(lang, text, intent)
  const begin = performance.now()
  await manager.train()
  const train = (performance.now() - begin) / 1000
  return measure('nlp.js', train, async text => {
    const found = await manager.process(lang, text)
    return [found.intent, found.score]
  })
}

async function minisearch() {
  const begin = performance.now()
  const index = new MiniSearch({ fields: ['text'], storeFields: ['intent'], searchOptions: { fuzzy: 0.2, prefix: true } })
  index.addAll(set.train.map(([text, intent], id) => ({ id, text, intent })))
  const train = (performance.now() - begin) / 1000
  return measure('minisearch', train, async text => {
    const [best] = index.search(text)
    return best ? [best.intent, best.score] : ['', 0]
  })
}

const log = console.log
console.log = () => {} // nlp.js tells of its training
const results = [await nlpjs(), await minisearch()]
log(JSON.stringify(results))
process.exit(0)
