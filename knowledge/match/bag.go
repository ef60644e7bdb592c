package match

// A count says how often a known feature occurs in a text.
type count struct {
	feature int32
	n       uint16
}

// A bag is a text as nothing but its features.
type bag struct {
	counts  []count     // each feature once, in the order of the text
	unknown [blocks]int // how many of each block training never saw
}

// A counter looks at one text after the other and fills a bag with each.
type counter struct {
	bag
	units []unit
	at    []int32 // by feature: one more than its place in counts; zero between texts
}

// add counts one occurrence of a feature.
func (c *counter) add(feature int32) {
	for int(feature) >= len(c.at) {
		c.at = append(c.at, make([]int32, len(c.at)+1024)...)
	}
	switch at := c.at[feature]; {
	case at == 0:
		c.counts = append(c.counts, count{feature, 1})
		c.at[feature] = int32(len(c.counts))
	case c.counts[at-1].n < 1<<16-1:
		c.counts[at-1].n++
	}
}

// look counts one occurrence of a feature that may be unknown.
func (c *counter) look(features *table, f feature) {
	if id, ok := features.number(uint64(f)); ok {
		c.add(id)
	} else {
		c.unknown[f.block()]++
	}
}

// empty makes the counter ready for the next text.
func (c *counter) empty() {
	for _, x := range c.counts {
		c.at[x.feature] = 0
	}
	c.bag = bag{counts: c.counts[:0]}
	clear(c.units)
	c.units = c.units[:0]
}
