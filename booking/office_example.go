package booking

// ExampleOffice is an office file to start from; its comment is the manual.
const ExampleOffice = `# Office hours: from these the times for talks are made, day by day, as far ahead
# as horizon says. Change a line and save; the times follow within the hour.
# Nothing here needs a programmer. A line that begins with # is not read.
#
# What is booked stays booked: if you close a day with talks in it, the
# assistant tells you whose they are, and you agree with the people.
#
# Weekdays are ma ti ke to pe la su; hours are "9-15" or "9-12.30".
# Dates are "24.12.2018", "2.-27.7.2018", "24.12.2018-6.1.2019"; without a year,
# as in "24.12.-6.1.", they return every year.

length: 45 min        # how long a talk is
before: 0 min         # kept free before each talk
after: 15 min         # and after it; so here talks begin every hour
horizon: 28 pv        # how many days ahead times are offered and can be booked
holidays: suljettu    # Finnish public holidays: suljettu or avoinna
eves: suljettu        # Christmas Eve and Midsummer Eve: suljettu or avoinna

# What people may do by themselves; read when the assistant starts. min, t and pv
# are minutes, hours and days; 0 min lifts the bound.
notice: 2 t           # how long before its start a time can last be booked
cancel: 0 min         # how long before its start a talk can last be moved or cancelled
most: 2               # how many talks to come one person may have
hold: 15 min          # how long a time is kept while a person writes
extend: 10 min        # how much longer, once, if they ask
waiting: 12 t         # how long a freed time is kept for one who waits

# Each adviser has a number of their own: 1, 2, 3 … It stays theirs: never give
# it to anybody else, even when they have left. kind is centre (in our house),
# elsewhere, phone or video; place is what people read.
advisers:
  - number: 1
    name: Neuvoja Yksi
    talks:
      - kind: centre
        place: Rantakatu 1, 2. kerros
        times: [ma-to 9-15, pe 9-12.30]
    exceptions:
      - suljettu 2.-27.7.2018 vuosiloma
      - avoinna 14.7.2018 10-12 avoimet ovet
  - number: 2
    name: Neuvoja Kaksi
    talks:
      - kind: phone
        place: puhelimitse, soitamme sinulle
        times: ti 15-18
      - kind: elsewhere
        place: kirjasto, Koskikatu 25
        times: to 12-15

# Exceptions for everybody; those of one adviser stand under the adviser.
#   suljettu DAYS               closed all day
#   suljettu DAYS 12-14         closed at these times
#   avoinna DAYS ma-to 9-13     these hours instead of the usual ones
# After that, a reason, if you like. Where two lines speak of the same day, the
# narrower wins: one day over a week, one adviser over everybody.
exceptions:
  - suljettu 24.12.-6.1. joulutauko
  - avoinna 1.6.-31.8. ma-to 9-13 kesäaika
  - suljettu 13.2.2018 12-14 henkilöstökokous
`
