package lexicon

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"

	"paperboy/index/analysis"
)

// phrases are the words, alone or some together, that several titles have, in the
// order of their bytes.
type phrases struct {
	of   suffixes
	list []phrase
}

// phrase is a range of suffixes that begin with the same whole words.
type phrase struct {
	first, count uint32 // of the suffixes
	titles       uint32 // that have it, each counted once
	size         uint16 // in bytes
	words        uint8
}

// mostWords is how many words a phrase has at most. Longer ones are titles.
const mostWords = 5

// minTitles is how many titles make a phrase. In a large library a phrase of two is
// most often one group's: a completion that says little, of which there are as many as
// of all others together.
func minTitles(papers int) uint32 {
	if papers < 20_000 {
		return 2
	}
	return 3
}

// newPhrases goes through the suffixes once. A phrase of so many words ends where the
// next suffix does not share them.
func newPhrases(s suffixes, papers int) phrases {
	p := phrases{of: s}
	least := minTitles(papers)
	var open [mostWords]struct {
		first  int
		titles uint32
	}
	var seen [mostWords][]uint32 // by title: the last phrase of so many words that it has, counted from 1
	for w := range seen {
		seen[w] = make([]uint32, papers)
	}
	var before, now [mostWords]int // sizes of the phrases that a suffix begins with
	for i := 0; i <= s.len(); i++ {
		shared := 0
		if i < s.len() {
			now = sizes(s.text(i))
			if i > 0 {
				shared = sharedPrefix(s.text(i-1), s.text(i), now[mostWords-1])
			}
		} else {
			now = [mostWords]int{}
		}
		for w := range mostWords {
			goesOn := i > 0 && now[w] > 0 && now[w] == before[w] && shared >= now[w]
			if !goesOn {
				if i > 0 && before[w] > 0 && open[w].titles >= least {
					p.add(phrase{uint32(open[w].first), uint32(i - open[w].first), open[w].titles, uint16(before[w]), uint8(w + 1)})
				}
				open[w].first, open[w].titles = i, 0
			}
			if i < s.len() && now[w] > 0 && seen[w][s.owner(i)] != uint32(open[w].first+1) {
				seen[w][s.owner(i)] = uint32(open[w].first + 1)
				open[w].titles++
			}
		}
		before = now
	}
	slices.SortFunc(p.list, func(a, b phrase) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.size, b.size)) })
	p.list = slices.Clip(p.list)
	return p
}

func (p *phrases) add(one phrase) {
	if tells(string(p.of.text(int(one.first))[:one.size])) {
		p.list = append(p.list, one)
	}
}

// tells reports whether a phrase says something: it neither begins nor ends with a
// function word or a single letter, and is no number.
func tells(s string) bool {
	words := strings.Split(s, " ")
	for _, word := range []string{words[0], words[len(words)-1]} {
		if analysis.IsFunctionWord(word) || len(word) < 2 {
			return false
		}
	}
	return strings.ContainsFunc(words[0]+words[len(words)-1], unicode.IsLetter)
}

// sizes are how many bytes the first one, two... words take; 0 where there are not as
// many.
func sizes(text []byte) (n [mostWords]int) {
	w := 0
	for i, c := range text {
		if c == ' ' || c == end {
			n[w] = i
			if w++; w == mostWords || c == end {
				break
			}
		}
	}
	return n
}

func sharedPrefix(a, b []byte, most int) int {
	n := min(len(a), len(b))
	if most > 0 {
		n = min(n, most)
	}
	for i := range n {
		if a[i] != b[i] || a[i] == end {
			return i
		}
	}
	return n
}

func (p phrases) len() int { return len(p.list) }

func (p phrases) text(i int) []byte {
	return p.of.text(int(p.list[i].first))[:p.list[i].size]
}

func (p phrases) bytes() int64 { return 16 * int64(len(p.list)) }

// find is the phrase with this text.
func (p phrases) find(text string) (phrase, bool) {
	i := lowerBound(p, all(p), text)
	if i < p.len() && bytes.Equal(p.text(i), []byte(text)) {
		return p.list[i], true
	}
	return phrase{}, false
}
