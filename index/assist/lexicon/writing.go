package lexicon

import (
	"slices"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/index/analysis"
)

// writing counts the papers that write a short form in capitals and in small letters. A
// paper may do both; a capital at the beginning says nothing.
type writing struct{ capitals, small uint32 }

// minCapitals is how many papers must write a short form in capitals for each that writes
// it in small letters, or else it is a word like any other when it is typed small. Of
// 393,773 papers 26 have "USE" and 50,268 "use"; 1,043 "MAP" and 8,830 "map"; 424 "CAT"
// and 226 "cat"; 277 "RoPE" and 74 "rope". Of the 4,481 short forms that three papers
// define alike, 88% are written in capitals nine times in ten.
//
// The share of the papers that define it tells less: 4% of those with BERT do, .6% of
// those with GPT, 2.5% of those with map or MAP.
const minCapitals = 3

// isAcronym reports whether somebody who types it in small letters may mean the short form.
func (w writing) isAcronym() bool { return w.capitals >= minCapitals*w.small }

// writings are those of the short forms that papers define, folded. A paper counts for the
// forms that it or an earlier one in the log defines, again when it changes, and when it is
// deleted too: what is wanted is a share of many papers, not a count.
type writings map[string]*writing

// add counts a paper that defines acronyms.
func (w writings) add(p *data.Paper, acronyms []tag) {
	for _, a := range acronyms {
		short, _, _ := strings.Cut(a.key, " ")
		if w[short] == nil && !analysis.IsFunctionWord(short) {
			w[short] = new(writing)
		}
	}
	var capitals, small []*writing // that this paper has been counted in
	count := func(word string) {
		var folded [longest]byte
		n := 0
		for i := range len(word) {
			c := word[i]
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
				n++
			}
			folded[i] = c
		}
		known := w[string(folded[:len(word)])]
		switch {
		case known == nil:
		case n == 0 && !slices.Contains(small, known):
			known.small++
			small = append(small, known)
		case n >= 2 && !slices.Contains(capitals, known):
			known.capitals++
			capitals = append(capitals, known)
		}
	}
	for _, text := range []string{p.Title, p.Abstract} {
		for from := 0; from < len(text); from++ {
			to := from
			for to < len(text) && isWordByte(text[to]) {
				to++
			}
			word := text[from:to]
			from = to
			if isPlural(word) {
				word = word[:len(word)-1]
			}
			if len(word) >= shortest && len(word) <= longest {
				count(word)
			}
		}
	}
}

// isPlural reports whether a word is in capitals except for an s at its end.
func isPlural(word string) bool {
	n := len(word)
	return n > shortest && word[n-1] == 's' && !strings.ContainsFunc(word[:n-1], unicode.IsLower)
}

// isWordByte takes any character beyond ASCII as part of a word.
func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c >= 0x80
}

// copied is what a snapshot keeps.
func (w writings) copied() map[string]writing {
	c := make(map[string]writing, len(w))
	for short, of := range w {
		c[short] = *of
	}
	return c
}

// isCapital reports whether a word is written as short forms are.
func isCapital(word string) bool {
	n := 0
	for _, r := range word {
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n >= 2
}

// isShouted reports whether all of several words are in capitals, which says nothing of any.
func isShouted(words []string) bool {
	return len(words) > 1 && !slices.ContainsFunc(words, func(w string) bool { return strings.ToUpper(w) != w })
}
