package bench

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/text"
)

// copier makes copies of records that weigh on an index as further papers would.
//
// A copy has an id and a DOI of its own, the authors of the record before, and a
// date up to two years earlier. Of its words some are dropped, some more are put in,
// some are replaced, and some change places; what comes in are random words of the
// records nearby, so that words stay as frequent as they are, texts as long, and the
// words of one paper of one field. In its title at least one word is another, which
// keeps the title rule (data.SamePaper) from taking the copy for the paper.
//
// A corpus of papers goes on bringing words and names that no paper before had; words
// of other papers are none. So some words are misspelt, and some names get another
// initial: 100,000 copies behind 388,559 papers (ACL, arXiv 2025, arXiv classic) bring
// 0.6 surface forms and 1.2 names each, where the last 20,000 of those papers brought
// 0.8 and 1.4.
type copier struct {
	pass int
	seed uint64

	*rand.Rand            // of one copy
	nearby     [][]string // words of records, the last maxNearby
	authors    []string   // of the record before
	count      *int       // its AuthorCount
}

// What is done to words and to names, in percent or thousandths of them.
const (
	percentDropped      = 5
	percentAdded        = 5
	percentReplaced     = 10
	percentSwapped      = 5
	thousandthsMisspelt = 7
	percentRenamed      = 35
)

const (
	// maxNearby is few: the words of more would no longer be in a processor's cache.
	maxNearby = 256
	// maxWordBytes keeps a text without spaces from being put into others as a word.
	maxWordBytes = 40
	// maxDaysEarlier is two years: in one, dates that are known by year would stay.
	maxDaysEarlier = 730
)

// copy is that of the record at a place of the corpus, all of which are to be passed.
func (c *copier) copy(r data.Record, place int) data.Record {
	c.Rand = rand.New(rand.NewPCG(c.seed, uint64(c.pass)<<40|uint64(place)))
	p, name := &r.Paper, fmt.Sprintf("%d-%d", c.pass, place+1)
	abstract := strings.Fields(p.Abstract)
	c.remember(place, strings.Fields(p.Title), abstract)

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

// remember takes in the words of a record, in the place of one long before.
func (c *copier) remember(place int, texts ...[]string) {
	words := slices.Concat(texts...)
	words = slices.DeleteFunc(words, func(w string) bool { return len(w) > maxWordBytes })
	switch {
	case len(words) == 0:
	case len(c.nearby) < maxNearby:
		c.nearby = append(c.nearby, words)
	default:
		c.nearby[place%maxNearby] = words
	}
}

// word is a random one of the records nearby.
func (c *copier) word() string {
	if len(c.nearby) == 0 {
		return "word"
	}
	words := c.nearby[c.IntN(len(c.nearby))]
	return words[c.IntN(len(words))]
}

// perturbed is other words, about as many; some, if there are some.
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

// retitled is a perturbed title with a random word at one place, and another one
// than it was.
func (c *copier) retitled(title string) string {
	words := slices.Clone(c.perturbed(strings.Fields(title)))
	if len(words) == 0 {
		return title
	}
	at, key := c.IntN(len(words)), text.TitleKey(title)
	words[at] = c.word()
	if key != "" && text.TitleKey(strings.Join(words, " ")) == key {
		words[at] = c.misspell(words[at])
	}
	return strings.Join(words, " ")
}

// misspell puts another letter in the place of one.
func (c *copier) misspell(w string) string {
	letters := []rune(w)
	at := c.IntN(len(letters))
	for was := text.NormalizeRune(letters[at]); text.NormalizeRune(letters[at]) == was; {
		letters[at] = c.letter('a')
	}
	return string(letters)
}

func (c *copier) letter(first rune) rune { return first + rune(c.IntN(26)) }

// renamed gives some of the authors another initial behind their first name.
func (c *copier) renamed(authors []string) []string {
	authors = slices.Clone(authors)
	for i, name := range authors {
		if first, rest, found := strings.Cut(name, " "); found && c.IntN(100) < percentRenamed {
			authors[i] = fmt.Sprintf("%s %c. %s", first, c.letter('A'), rest)
		}
	}
	return authors
}

// earlier is a date as precise as d.
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
