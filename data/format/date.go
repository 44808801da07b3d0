package format

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"paperboy/data"
	"paperboy/data/text"
)

var (
	// isoDate matches an ISO 8601 date, which may be followed by a time or by the end of a range.
	isoDate = regexp.MustCompile(`^\s*(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T/]|\s+\d+:|\s*$)`)
	// slottedDate matches a date of RIS: year, month, day, and other information.
	slottedDate = regexp.MustCompile(`^\s*(\d{4})/\s*(\d{0,2})\s*/\s*(\d{0,2})\s*(?:/(.*))?$`)
	// clockTime matches a time of day.
	clockTime = regexp.MustCompile(`t?\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?`)
	// beforeChrist matches the mark of a year before Christ, or a negative year.
	beforeChrist = regexp.MustCompile(`\d\s*(?:b\.?\s?c\.?(?:\s?e\.?)?|v\.\s?chr\.?)(?:\W|$)|^\s*[-−]\d{3,}`)
	// cjkDate replaces the signs after year, month and day of Chinese, Japanese and Korean.
	cjkDate = strings.NewReplacer("年", "-", "月", "-", "日", " ", "년", "-", "월", "-", "일", " ")
)

// FreeDate parses a date as reference managers and catalogues write it, as precisely as
// possible: "2021/05/03/", "2021///Spring", "2020 Feb", "20190325", "3rd May 2021",
// "2021-05-03T10:00:00Z", "09/2015", "15.1.2015", "1º de maio de 2020", "2020年3月5日". It returns
// the start of a range with a slash, "2021-05/2021-07". If a date is ambiguous ("2020 Apr-Jun",
// "05/03/2021"), FreeDate returns what all readings have in common: never a day or month that is
// not stated. The date is unknown without a year of four digits, and before Christ.
func FreeDate(s string) data.Date {
	if iso := isoDate.FindStringSubmatch(s); iso != nil && strings.Contains(iso[1], "-") {
		if d, err := data.ParseDate(iso[1]); err == nil {
			return d
		}
	}
	s = cjkDate.Replace(text.Normalize(s))
	if beforeChrist.MatchString(s) {
		return data.Date{}
	}
	if slots := slottedDate.FindStringSubmatch(s); slots != nil {
		return dateOfSlots(slots)
	}
	if start, end, found := strings.Cut(s, "/"); found && yearIndex(dateTokens(start)) >= 0 && yearIndex(dateTokens(end)) >= 0 {
		s = start
	}
	tokens := dateTokens(clockTime.ReplaceAllString(s, " "))
	at := yearIndex(tokens)
	if at < 0 {
		return data.Date{}
	}
	d := data.Date{Year: tokens[at].number}
	if hasMonthName(tokens) {
		d.Month, d.Day = namedMonth(tokens, at)
	} else {
		d.Month, d.Day = numberedMonth(tokens, at)
	}
	return firstValid(d)
}

// firstValid returns a date without its last parts if they are not valid.
func firstValid(d data.Date) data.Date {
	for _, known := range []data.Date{d, {Year: d.Year, Month: d.Month}, {Year: d.Year}} {
		if known.Validate() == nil && (known.Day == 0 || known.Month > 0) {
			return known
		}
	}
	return data.Date{}
}

// dateOfSlots returns the date of a match of slottedDate. The other information counts if there is no month.
func dateOfSlots(slots []string) data.Date {
	d := data.Date{Year: wordNumber(slots[1]), Month: time.Month(wordNumber(slots[2]))}
	if d.Month > 0 {
		d.Day = wordNumber(slots[3])
	} else if other := dateTokens(slots[4]); hasMonthName(other) {
		d.Month, d.Day = namedMonth(other, yearIndex(other))
	}
	return firstValid(d)
}

// dateToken is a number or a word of a date, in lower case and without diacritics.
type dateToken struct {
	word   string // empty for a number
	number int    // 0 for a word
	digits int    // number of digits
	before string // what separates it from the token before
}

// dateTokens splits a normalized text into numbers and words, also where they touch, as in "jun2023". A number of eight
// digits that is a day becomes three tokens.
func dateTokens(s string) []dateToken {
	var tokens []dateToken
	isDigit := func(r rune) bool { return '0' <= r && r <= '9' }
	for s != "" {
		start := strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || isDigit(r) })
		if start < 0 {
			break
		}
		before := s[:start]
		s = s[start:]
		class := unicode.IsLetter
		if isDigit(rune(s[0])) {
			class = isDigit
		}
		end := strings.IndexFunc(s, func(r rune) bool { return !class(r) })
		if end < 0 {
			end = len(s)
		}
		run := s[:end]
		s = s[end:]
		switch {
		case !isDigit(rune(run[0])):
			tokens = append(tokens, dateToken{word: run, before: before})
		case len(run) == 8 && firstDay(run):
			tokens = append(tokens, dateToken{number: wordNumber(run[:4]), digits: 4, before: before},
				dateToken{number: wordNumber(run[4:6]), digits: 2, before: "-"}, dateToken{number: wordNumber(run[6:]), digits: 2, before: "-"})
		default:
			tokens = append(tokens, dateToken{number: wordNumber(run), digits: len(run), before: before})
		}
	}
	return tokens
}

// firstDay reports whether eight digits begin with a year.
func firstDay(digits string) bool { return isYear(wordNumber(digits[:4])) }

func isYear(n int) bool { return data.Date{Year: n}.Validate() == nil && n > 0 }

// yearIndex returns the index of the first year of four digits, or -1. "1990s" is a decade, and
// "no. 2020" a number.
func yearIndex(tokens []dateToken) int {
	for i, t := range tokens {
		if t.digits != 4 || !isYear(t.number) || i > 0 && isCounter(tokens[i-1].word) {
			continue
		}
		if i+1 < len(tokens) && tokens[i+1].before == "" && (tokens[i+1].word == "s" || tokens[i+1].word == "er") {
			continue
		}
		return i
	}
	return -1
}

// isCounter reports whether a word says that the number after it is no part of a date.
func isCounter(word string) bool {
	switch word {
	case "vol", "volume", "no", "nr", "num", "number", "issue", "iss", "p", "pp", "pages", "art", "bd", "heft", "n", "w":
		return true
	}
	return false
}

// isFiller reports whether a word may be between the day and the month, as in "3rd of May".
func isFiller(word string) bool {
	switch word {
	case "st", "nd", "rd", "th", "er", "re", "e", "o", "a", "of", "the", "de", "del", "di", "do", "da", "den", "der", "le", "el":
		return true
	}
	return false
}

func hasMonthName(tokens []dateToken) bool {
	for _, t := range tokens {
		if monthNamed(t.word) > 0 {
			return true
		}
	}
	return false
}

// namedMonth returns the month that is named, and the day if a single number is beside its name. The
// month is 0 if there are several. at is the index of the year.
func namedMonth(tokens []dateToken, at int) (month time.Month, day int) {
	// Fillers are dropped, so that neighbours are next to each other.
	var words []dateToken
	for i, t := range tokens {
		if i == at {
			t = dateToken{word: "year", before: t.before}
		}
		if t.word == "" || !isFiller(t.word) {
			words = append(words, t)
		}
	}
	name, days := -1, 0
	for i, t := range words {
		if m := monthNamed(t.word); m > 0 {
			if month > 0 && m != month {
				return 0, 0
			}
			month, name = m, i
		}
		if t.word == "" && !(i > 0 && isCounter(words[i-1].word)) {
			days++
		}
	}
	if days != 1 {
		return month, 0
	}
	for _, i := range []int{name - 1, name + 1} {
		if i >= 0 && i < len(words) && words[i].number > 0 && words[i].digits <= 2 && !strings.ContainsAny(words[max(i, name)].before, ";:()") {
			return month, words[i].number
		}
	}
	return month, 0
}

// numberedMonth returns the month and day beside a year: "2020-3-5", "15.1.2015", "9/2015". They are 0 if they can't be
// told apart.
func numberedMonth(tokens []dateToken, at int) (time.Month, int) {
	isPart := func(i int) bool {
		return i >= 0 && i < len(tokens) && tokens[i].word == "" && tokens[i].digits <= 2
	}
	separated := func(i int, by string) bool {
		separator := strings.TrimSpace(tokens[i].before)
		return strings.Contains(by, separator) && (separator != "" || strings.Contains(by, " "))
	}
	if at == 0 && isPart(1) && separated(1, "-/. ") {
		month := tokens[1].number
		if isPart(2) && separated(2, "-/. ") && !isPart(3) && 1 <= month && month <= 12 {
			return time.Month(month), tokens[2].number
		}
		return time.Month(month), 0
	}
	if !isPart(at-1) || !separated(at, "-/.") {
		return 0, 0
	}
	last := tokens[at-1].number
	if !isPart(at-2) || !separated(at-1, "-/.") {
		return time.Month(last), 0 // "9/2015"
	}
	first := tokens[at-2].number
	switch {
	case first > 31 || last > 31:
	case first == last, first > 12, strings.TrimSpace(tokens[at].before) == "." && strings.TrimSpace(tokens[at-1].before) == ".":
		return time.Month(last), first
	case last > 12:
		return time.Month(first), last
	}
	return 0, 0
}

// wordNumber returns the number that a word of ASCII digits represents, or 0 for other words.
func wordNumber(w string) int {
	n, err := strconv.ParseUint(w, 10, 31)
	if err != nil {
		return 0
	}
	return int(n)
}

// monthNames has the names of months and their usual abbreviations, from January on, in German, French, Spanish,
// Portuguese, Italian, Dutch, the Scandinavian languages, Polish, Czech, Russian and Turkish. English names are in
// package time. "Listopad" is left out: it is November in Polish and October in Croatian.
var monthNames = [12]string{
	"januar jänner janvier janv enero ene janeiro gennaio gen genn januari jänn styczeń stycznia leden ledna январь января янв ocak",
	"februar feber février févr fév febrero fevereiro fev febbraio febbr februari luty lutego únor února февраль февраля фев февр şubat",
	"märz maerz mrz mars marzo março marco maart mrt marts marzec marca březen března март марта mart",
	"avril avr abril abr aprile april aprilie kwiecień kwietnia duben dubna апрель апреля апр nisan",
	"mai mayo maio maggio mag magg mei maj maja květen května май мая mayıs",
	"juni juin junio junho giugno giu czerwiec czerwca červen června июнь июня июн haziran",
	"juli juillet juil julio julho luglio lug lipiec lipca červenec července июль июля июл temmuz",
	"août aout agosto ago augustus augusti sierpień sierpnia srpen srpna август августа авг ağustos",
	"septembre septiembre setiembre setembro set settembre sett wrzesień września září сентябрь сентября сен сент eylül",
	"oktober okt octobre octubre outubro out ottobre ott październik października říjen října октябрь октября окт ekim",
	"novembre noviembre novembro ноябрь ноября ноя нояб kasım",
	"dezember dez décembre déc diciembre dic dezembro dicembre desember des grudzień grudnia prosinec prosince декабрь декабря дек aralık",
}

var monthsByName = func() map[string]time.Month {
	months := map[string]time.Month{"sept": time.September}
	for i, names := range monthNames {
		for name := range strings.FieldsSeq(names) {
			months[text.Normalize(name)] = time.Month(i + 1)
		}
	}
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		for n := 3; n <= len(name); n++ {
			months[name[:n]] = m
		}
	}
	return months
}()

// monthNamed returns the month with a name or abbreviation, which is normalized, or 0.
func monthNamed(w string) time.Month { return monthsByName[w] }
