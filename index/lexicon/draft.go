package lexicon

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data"
)

// maxSegment is how many papers a segment has at most: it bounds how long the building
// of one takes (a second).
const maxSegment = 100_000

// entry is what is kept of a paper.
type entry struct {
	number  data.Number
	month   uint16 // see monthOf
	title   string // folded
	authors []string
	// acronyms are those that title and abstract define, see acronymsOf.
	acronyms []tag
}

// draft collects changes for the next segment.
type draft struct {
	sequence data.Sequence
	changed  bool
	entries  map[data.Number]entry
	// gone are papers that ended, or that a newer entry takes the place of.
	gone []data.Number
}

func newDraft() *draft { return &draft{entries: map[data.Number]entry{}} }

func (d *draft) len() int { return len(d.entries) }

func (d *draft) add(c *data.Change) {
	d.sequence, d.changed = c.Sequence, true
	d.gone = append(d.gone, c.Number)
	if c.Paper == nil {
		delete(d.entries, c.Number)
		return
	}
	d.entries[c.Number] = entry{c.Number, monthOf(c.Paper.Date), fold(c.Paper.Title), c.Paper.Authors, acronymsOf(c.Paper)}
}

// sorted are the entries by number.
func (d *draft) sorted() []entry {
	entries := make([]entry, 0, len(d.entries))
	for _, e := range d.entries {
		entries = append(entries, e)
	}
	return sortEntries(entries)
}

func sortEntries(entries []entry) []entry {
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.number, b.number) })
	return entries
}

// monthOf is data.Date.Months; 0 where only the year is known, or
// nothing.
func monthOf(d data.Date) uint16 {
	if d.Precision() < data.MonthPrecision || d.Year < 1 || d.Year > 5000 {
		return 0
	}
	return uint16(d.Months())
}

// looks are the commands of LaTeX that say how something looks.
var looks = regexp.MustCompile(`\\(?:math|text|emph|operatorname)[a-z]*`)

// fold is a text as it is looked up: folded, a space between words, and no other sign
// but those of names like c++ and c#.
func fold(s string) string {
	if strings.Contains(s, `\`) {
		s = looks.ReplaceAllString(s, " ")
	}
	folded := make([]byte, 0, len(s))
	space := false
	for _, r := range data.Fold(s) {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			if space && len(folded) > 0 {
				folded = append(folded, ' ')
			}
			space = false
			folded = append(folded, byte(r))
		case r < utf8.RuneSelf && r != '+' && r != '#':
			space = space || r != '\''
		case unicode.In(r, unicode.L, unicode.N, unicode.M) || (r == '+' || r == '#') && !space && len(folded) > 0:
			if space && len(folded) > 0 {
				folded = append(folded, ' ')
			}
			space = false
			folded = utf8.AppendRune(folded, r)
		case r == '’':
		default:
			space = true
		}
	}
	return string(folded)
}

// foldTyped is fold of what is being typed: a space at the end says that the last word
// is whole.
func foldTyped(s string) string {
	typed := fold(s)
	if last, _ := utf8.DecodeLastRuneInString(s); typed != "" && (unicode.IsSpace(last) || last == '-') {
		typed += " "
	}
	return typed
}

// isCJK reports whether a character is written without spaces around words.
func isCJK(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}
