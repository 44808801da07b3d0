package lexicon

import (
	"slices"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/index/analysis"
)

// writing counts the papers that write a short form in capitals and those that write it in
// lower case. A paper may do both. A word with only an initial capital counts as neither.
type writing struct{ capitals, small uint32 }

// minCapitals is how many papers must write a short form in capitals for each paper that
// writes it in lower case. If fewer do, the form typed in lower case is taken for an
// ordinary word. Of 393,773 papers, 26 have "USE" and 50,268 "use"; 1,043 "MAP" and 8,830
// "map"; 424 "CAT" and 226 "cat"; 277 "RoPE" and 74 "rope". Of the 4,481 short forms that
// at least three papers define alike, 88 % are in capitals at least nine times in ten.
//
// The share of papers that define the form was rejected as a criterion: it is 4 % of the
// papers with BERT, .6 % of those with GPT and 2.5 % of those with map or MAP.
const minCapitals = 3

// isAcronym reports whether a word typed in lower case may mean the short form.
func (w writing) isAcronym() bool { return w.capitals >= minCapitals*w.small }

// writings maps each normalized short form that a paper defines to its writing. A paper
// counts for the forms that it or an earlier paper in the log defines. It counts again when
// it changes, and still counts once deleted: only the ratio over many papers matters.
type writings map[string]*writing

// add registers the acronyms that a paper defines and counts the words of the paper.
func (w writings) add(p *data.Paper, acronyms []tag) {
	for _, a := range acronyms {
		short, _, _ := strings.Cut(a.key, " ")
		if w[short] == nil && !analysis.IsFunctionWord(short) {
			w[short] = new(writing)
		}
	}
	var capitals, small []*writing // those in which this paper is already counted
	count := func(word string) {
		var normalized [maxShort]byte
		n := 0
		for i := range len(word) {
			c := word[i]
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
				n++
			}
			normalized[i] = c
		}
		known := w[string(normalized[:len(word)])]
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
			if len(word) >= minShort && len(word) <= maxShort {
				count(word)
			}
		}
	}
}

// isPlural reports whether a word is in capitals except for a final s.
func isPlural(word string) bool {
	n := len(word)
	return n > minShort && word[n-1] == 's' && !strings.ContainsFunc(word[:n-1], unicode.IsLower)
}

// isWordByte reports whether c is part of a word: an ASCII letter or digit, or any byte of
// another character.
func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c >= 0x80
}

// clone returns a copy for a snapshot.
func (w writings) clone() map[string]writing {
	c := make(map[string]writing, len(w))
	for short, counts := range w {
		c[short] = *counts
	}
	return c
}

// isCapital reports whether a word has at least two capitals, as short forms do.
func isCapital(word string) bool {
	n := 0
	for _, r := range word {
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n >= 2
}

// isShouted reports whether there are several words and all are in capitals. Capitals then
// don't mark any of them as an acronym.
func isShouted(words []string) bool {
	return len(words) > 1 && !slices.ContainsFunc(words, func(w string) bool { return strings.ToUpper(w) != w })
}
