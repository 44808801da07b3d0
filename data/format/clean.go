package format

import (
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"paperboy/data"
)

// markup is a tag of HTML, JATS or MathML as publishers leave it in titles and
// abstracts. Only the names that occur count, since "a <b and c> d" is none.
var markup = regexp.MustCompile(`(?i)</?((?:jats:|mml:)[a-z0-9-]+|p|br|div|span|i|b|em|strong|sub|sup|inf|u|sc|scp|tt|a|ul|ol|li|h[1-6]|sec|title|italic|bold|font)` +
	`(?:\s+[a-z:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>`)

// blocks are the tags that end a paragraph.
var blocks = []string{"p", "br", "div", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "sec", "title", "abstract", "list", "list-item"}

// heading is the word above an abstract that only says that it is one.
var heading = regexp.MustCompile(`(?is)^\s*<(?:jats:title|title|h\d)\b[^<>]*>\s*abstract[.:]?\s*</[^<>]*>`)

// PlainText takes tags of HTML and JATS and entities out of a text, and a heading
// "Abstract" at its beginning. Tags that divide a text into paragraphs become an
// empty line. Tags that were escaped, as Crossref has them, count as tags, and what
// was read in a wrong encoding before ("MÃ¼ller") is mended.
func PlainText(s string) string {
	s = mended(s)
	if strings.ContainsRune(s, '&') {
		s = html.UnescapeString(s)
	}
	if !strings.ContainsRune(s, '<') {
		return s
	}
	s = heading.ReplaceAllString(s, "")
	return markup.ReplaceAllStringFunc(s, func(tag string) string {
		name := strings.ToLower(markup.FindStringSubmatch(tag)[1])
		if slices.Contains(blocks, strings.TrimPrefix(name, "jats:")) {
			return "\n\n"
		}
		return ""
	})
}

// PlainLine is PlainText on one line.
func PlainLine(s string) string { return data.OneLine(PlainText(s)) }

// BareTitle takes off the full stop that MEDLINE ends a title with, and the
// brackets that say that it was translated.
func BareTitle(title string) string {
	if !strings.HasSuffix(title, "..") {
		title = strings.TrimSuffix(title, ".")
	}
	if inner, ok := strings.CutPrefix(title, "["); ok && inner != "" && strings.IndexByte(inner, ']') == len(inner)-1 {
		return strings.TrimSuffix(inner[:len(inner)-1], ".")
	}
	return title
}

// GivenFirst turns "Family, Given" and "Family, Given, Suffix" into the order in
// which papers print names. Any other name stays as it is.
func GivenFirst(name string) string {
	parts := strings.Split(name, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	switch len(parts) {
	case 2:
		return strings.TrimSpace(parts[1] + " " + parts[0])
	case 3:
		return strings.TrimSpace(parts[1] + " " + parts[0] + " " + parts[2])
	}
	return strings.TrimSpace(name)
}

// IsEtAl reports what stands in a list of authors for those that are not named.
func IsEtAl(name string) bool {
	switch strings.ToLower(strings.Trim(name, " .,")) {
	case "et al", "et. al", "others", "and others":
		return true
	}
	return false
}

// isoDate is the date of ISO 8601 before a time, or before the end of a range.
var isoDate = regexp.MustCompile(`^\s*(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T/]|\s+\d+:|\s*$)`)

// FreeDate reads a date as reference managers and catalogues write it, as exactly
// as it can be known: "2021/05/03/", "2021///Spring", "2020 Feb", "20190325", "3rd
// May 2021", "2021-05-03T10:00:00Z", of the range "2021-05/2021-07" its start.
// Where days, months or the order of numbers leave more than one reading ("2020
// Apr-Jun", "05/03/2021"), only what is common to all is taken. The date is
// unknown where there is no year.
func FreeDate(s string) data.Date {
	if iso := isoDate.FindStringSubmatch(s); iso != nil && strings.Contains(iso[1], "-") {
		if d, err := data.ParseDate(iso[1]); err == nil {
			return d
		}
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) > 0 && len(words[0]) == 8 && wordNumber(words[0]) > 0 {
		words = []string{words[0][:4], words[0][4:6], words[0][6:]}
	}
	at := slices.IndexFunc(words, func(w string) bool { return len(w) == 4 && wordNumber(w) > 0 })
	if at < 0 {
		return data.Date{}
	}
	d := data.Date{Year: wordNumber(words[at])}
	var months []time.Month
	var days []int
	for i, w := range words {
		if m := monthNamed(w); m > 0 {
			months = append(months, m)
		} else if n := ordinal(w); i != at && n > 0 {
			days = append(days, n)
		}
	}
	if len(months) == 0 && at == 0 && len(words) > 1 && len(days) > 0 && wordNumber(words[1]) == days[0] {
		months, days = []time.Month{time.Month(days[0])}, days[1:]
	}
	if len(months) == 1 {
		d.Month = months[0]
		if len(days) == 1 {
			d.Day = days[0]
		}
	}
	for _, known := range []data.Date{d, {Year: d.Year, Month: d.Month}, {Year: d.Year}} {
		if known.Validate() == nil {
			return known
		}
	}
	return data.Date{}
}

// ordinal is the number of "3", "3rd" and "15th", 0 for any other word.
func ordinal(w string) int {
	if digits := strings.TrimRight(w, "sthnrd"); digits != w && len(w)-len(digits) == 2 {
		w = digits
	}
	return wordNumber(w)
}

// wordNumber is a number of ASCII digits, 0 for any other word.
func wordNumber(w string) int {
	n, err := strconv.ParseUint(w, 10, 31)
	if err != nil {
		return 0
	}
	return int(n)
}

// monthNamed is the month of an English name or its first letters, 0 for others.
func monthNamed(w string) time.Month {
	w = strings.ToLower(w)
	for m := time.January; m <= time.December; m++ {
		if name := strings.ToLower(m.String()); len(w) >= 3 && (strings.HasPrefix(name, w) || w == "sept") && (w != "sept" || m == time.September) {
			return m
		}
	}
	return 0
}
