package lexicon

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"

	"paperboy/index/analysis"
)

// phrases lists the runs of one to maxWords words that several titles share, in byte order.
type phrases struct {
	suffixes suffixes
	list     []phrase
}

// phrase is a range of suffixes that begin with the same whole words.
type phrase struct {
	first, count uint32 // of the suffixes
	titles       uint32 // titles with the phrase, each counted once
	size         uint16 // in bytes
	words        uint8
}

// maxWords is the number of words in a phrase. Longer runs are titles.
const maxWords = 5

// minTitles returns how many titles must share a run of words for it to be a phrase. In a
// large library, the runs shared by only two titles mostly come from a single research
// group; they are poor completions, and as numerous as all others together.
func minTitles(papers int) uint32 {
	if papers < 20_000 {
		return 2
	}
	return 3
}

// newPhrases finds the phrases in a single pass over the suffixes. A phrase of n words ends
// at the first suffix that does not share its first n words with the one before.
func newPhrases(s suffixes, papers int) phrases {
	p := phrases{suffixes: s}
	required := minTitles(papers)
	var open [maxWords]struct {
		first  int
		titles uint32
	}
	var seen [maxWords][]uint32 // by length and title: 1 + the first suffix of the last phrase counted
	for w := range seen {
		seen[w] = make([]uint32, papers)
	}
	var before, now [maxWords]int // sizes of the first words of the last and this suffix
	for i := 0; i <= s.len(); i++ {
		shared := 0
		if i < s.len() {
			now = sizes(s.text(i))
			if i > 0 {
				shared = sharedPrefix(s.text(i-1), s.text(i), now[maxWords-1])
			}
		} else {
			now = [maxWords]int{}
		}
		for w := range maxWords {
			goesOn := i > 0 && now[w] > 0 && now[w] == before[w] && shared >= now[w]
			if !goesOn {
				if i > 0 && before[w] > 0 && open[w].titles >= required {
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
	if isInformative(string(p.suffixes.text(int(one.first))[:one.size])) {
		p.list = append(p.list, one)
	}
}

// isInformative reports whether a phrase is a useful completion: it neither begins nor ends
// with a function word or a single letter, and is not just numbers.
func isInformative(s string) bool {
	words := strings.Split(s, " ")
	for _, word := range []string{words[0], words[len(words)-1]} {
		if analysis.IsFunctionWord(word) || len(word) < 2 {
			return false
		}
	}
	return strings.ContainsFunc(words[0]+words[len(words)-1], unicode.IsLetter)
}

// sizes returns the lengths in bytes of the first word, the first two words, and so on; 0
// if the text has fewer words.
func sizes(text []byte) (n [maxWords]int) {
	w := 0
	for i, c := range text {
		if c == ' ' || c == end {
			n[w] = i
			if w++; w == maxWords || c == end {
				break
			}
		}
	}
	return n
}

// sharedPrefix returns how many bytes two texts share before either ends, and at most limit
// if that is positive.
func sharedPrefix(a, b []byte, limit int) int {
	n := min(len(a), len(b))
	if limit > 0 {
		n = min(n, limit)
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
	return p.suffixes.text(int(p.list[i].first))[:p.list[i].size]
}

func (p phrases) bytes() int64 { return 16 * int64(len(p.list)) }

// find returns the phrase with this text.
func (p phrases) find(text string) (phrase, bool) {
	i := lowerBound(p, fullSpan(p), text)
	if i < p.len() && bytes.Equal(p.text(i), []byte(text)) {
		return p.list[i], true
	}
	return phrase{}, false
}
