package bench

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/text"
)

// A copier makes copies of records that cost an index as much as other papers would.
//
// A copy has its own id and DOI, the authors of the record before, and a date up to two years
// earlier. Some of its words are dropped, added, replaced or swapped. New words are random
// words of nearby records, so that the frequencies of words and the lengths of texts stay the
// same, and the words of a paper are from one field. At least one word of the title differs, so
// that the title rule (data.SamePaper) does not take the copy for the paper.
//
// In a real corpus, new papers keep introducing words and names that no earlier paper has. So a
// copier misspells some words and adds initials to some names. After 388,559 papers (ACL, arXiv
// 2025, arXiv classic), each of 100,000 copies adds 0.6 surface forms and 1.2 names. Each of
// the last 20,000 papers added 0.8 and 1.4.
type copier struct {
	pass int
	seed uint64

	*rand.Rand            // for the present copy
	nearby     [][]string // words of the last maxNearby records
	authors    []string   // of the record before
	count      *int       // AuthorCount of the record before
}

// The shares of words and names that are changed, in percent or thousandths.
const (
	percentDropped      = 5
	percentAdded        = 5
	percentReplaced     = 10
	percentSwapped      = 5
	thousandthsMisspelt = 7
	percentRenamed      = 35
)

const (
	// maxNearby is small, so that the words fit in a processor's cache.
	maxNearby = 256
	// maxWordBytes prevents texts without spaces from being used as words.
	maxWordBytes = 40
	// maxDaysEarlier is two years. With one year, dates with only a year would not change.
	maxDaysEarlier = 730
)

// copy returns a copy of the record at a position of the corpus. It must be called for all
// records in order.
func (c *copier) copy(r data.Record, position int) data.Record {
	c.Rand = rand.New(rand.NewPCG(c.seed, uint64(c.pass)<<40|uint64(position)))
	p, name := &r.Paper, fmt.Sprintf("%d-%d", c.pass, position+1)
	abstract := strings.Fields(p.Abstract)
	c.remember(position, strings.Fields(p.Title), abstract)

	p.ID, r.Aliases = data.ID("copy:"+name), nil
	if p.DOI != "" {
		p.DOI = "10.5555/copy." + name
	}
	if len(p.URLs) > 0 {
		p.URLs = []string{"https://example.org/copy/" + name}
	}
	p.Title, p.Abstract = c.retitled(p.Title), strings.Join(c.perturbed(abstract), " ")
	p.Date = c.earlier(p.Date)
	c.authors, p.Authors = p.Authors, c.renamed(c.authors)
	c.count, p.AuthorCount = p.AuthorCount, c.count
	return r
}

// remember stores the words of a record in place of those of the oldest one.
func (c *copier) remember(position int, texts ...[]string) {
	words := slices.Concat(texts...)
	words = slices.DeleteFunc(words, func(w string) bool { return len(w) > maxWordBytes })
	switch {
	case len(words) == 0:
	case len(c.nearby) < maxNearby:
		c.nearby = append(c.nearby, words)
	default:
		c.nearby[position%maxNearby] = words
	}
}

// word returns a random word of the nearby records.
func (c *copier) word() string {
	if len(c.nearby) == 0 {
		return "word"
	}
	words := c.nearby[c.IntN(len(c.nearby))]
	return words[c.IntN(len(words))]
}

// perturbed returns words with some of them dropped, added, replaced, swapped or misspelled. The
// result is empty only if words is.
func (c *copier) perturbed(words []string) []string {
	var list []string
	for _, w := range words {
		switch kind := c.IntN(100); {
		case kind < percentDropped:
			continue
		case kind < percentDropped+percentAdded:
			list = append(list, c.word())
		case kind < percentDropped+percentAdded+percentReplaced:
			w = c.word()
		case kind < percentDropped+percentAdded+percentReplaced+percentSwapped && len(list) > 0:
			last := len(list) - 1
			list[last], w = w, list[last]
		}
		if c.IntN(1000) < thousandthsMisspelt {
			w = c.misspell(w)
		}
		list = append(list, w)
	}
	if len(list) == 0 {
		return words
	}
	return list
}

// retitled returns a perturbed title with a different title key. At one position it has a random
// word.
func (c *copier) retitled(title string) string {
	words := slices.Clone(c.perturbed(strings.Fields(title)))
	if len(words) == 0 {
		return title
	}
	i, key := c.IntN(len(words)), text.TitleKey(title)
	words[i] = c.word()
	if key != "" && text.TitleKey(strings.Join(words, " ")) == key {
		words[i] = c.misspell(words[i])
	}
	return strings.Join(words, " ")
}

// misspell returns a word with one letter replaced by another.
func (c *copier) misspell(w string) string {
	letters := []rune(w)
	i := c.IntN(len(letters))
	for original := text.NormalizeRune(letters[i]); text.NormalizeRune(letters[i]) == original; {
		letters[i] = c.letter('a')
	}
	return string(letters)
}

// letter returns a random letter of the 26 from first on.
func (c *copier) letter(first rune) rune { return first + rune(c.IntN(26)) }

// renamed returns authors with an initial added after some first names.
func (c *copier) renamed(authors []string) []string {
	authors = slices.Clone(authors)
	for i, name := range authors {
		if first, rest, found := strings.Cut(name, " "); found && c.IntN(100) < percentRenamed {
			authors[i] = fmt.Sprintf("%s %c. %s", first, c.letter('A'), rest)
		}
	}
	return authors
}

// earlier returns a date before d, up to maxDaysEarlier days, with the same precision.
func (c *copier) earlier(d data.Date) data.Date {
	if d.IsZero() {
		return d
	}
	shifted := data.DateOfDay(d.LastDay() - int32(c.IntN(maxDaysEarlier)))
	switch d.Precision() {
	case data.YearPrecision:
		return data.Date{Year: shifted.Year}
	case data.MonthPrecision:
		return data.Date{Year: shifted.Year, Month: shifted.Month}
	}
	return shifted
}
