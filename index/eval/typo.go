package eval

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"paperboy/index/analysis"
	"paperboy/index/assist"
)

// minTypoLength is the minimum length, in letters, of words that get a typo. In a shorter word
// it would be unclear which word was meant.
const minTypoLength = 5

// A TypoKind says what the queries of Typos consist of.
type TypoKind int

const (
	// ThreeWords is three different content words of a title, in their order.
	ThreeWords TypoKind = iota
	// WholeTitle is the whole title.
	WholeTitle
)

// Typos returns a known-item test with one typo in each query. A query is the title of a
// paper, or three random words of it. The typo is in a content word of at least five letters.
// A title without such a word, or with fewer than three content words, has no query.
//
// There are four kinds of typos, equally frequent: a letter is replaced (by any letter or by a
// neighbour on the keyboard, equally often), a letter is omitted, a letter is inserted (the
// same again or a neighbour on the keyboard, equally often), or two adjacent letters are
// swapped. The same papers and seed give the same queries.
func Typos(papers []Titled, kind TypoKind, seed uint64) *Collection {
	return typos(papers, kind, seed, true)
}

// TypoFree returns the queries of Typos for the same seed, but without the typos: what a
// perfect correction would search for.
func TypoFree(papers []Titled, kind TypoKind, seed uint64) *Collection {
	return typos(papers, kind, seed, false)
}

// Titles returns a known-item test with the titles of papers as queries. They contain no typos,
// so spelling correction must leave them alone.
func Titles(papers []Titled) *Collection {
	c := &Collection{Folder: "titles"}
	for _, p := range papers {
		c.Queries = append(c.Queries, knownItem(p, p.Title))
	}
	return c
}

// knownItem returns a query for which p is the only relevant document.
func knownItem(p Titled, text string) Query {
	id := strconv.Itoa(int(p.Number))
	return Query{ID: id, Text: text, Grades: map[string]int{id: 1}}
}

// typos returns the queries of Typos or, if wrong is false, of TypoFree.
func typos(papers []Titled, kind TypoKind, seed uint64, wrong bool) *Collection {
	c := &Collection{Folder: "typos"}
	for _, p := range papers {
		// Use a generator for each paper, so that queries don't depend on one another.
		random := rand.New(rand.NewPCG(seed, uint64(p.Number)))
		words := contentTokens(p.Title)
		if len(words) < 3 {
			continue
		}
		if kind == ThreeWords {
			random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
			words = words[:3]
			slices.SortFunc(words, func(a, b analysis.Token) int { return a.Start - b.Start })
		}
		var long []int
		for i, w := range words {
			if isTypable(p.Title[w.Start:w.End]) {
				long = append(long, i)
			}
		}
		if len(long) == 0 {
			continue
		}
		chosen := long[random.IntN(len(long))]
		typed := make([]string, len(words))
		for i, w := range words {
			typed[i] = p.Title[w.Start:w.End]
		}
		if wrong {
			typed[chosen] = mistype(random, typed[chosen])
		}
		text := strings.Join(typed, " ")
		if kind == WholeTitle {
			w := words[chosen]
			text = p.Title[:w.Start] + typed[chosen] + p.Title[w.End:]
		}
		c.Queries = append(c.Queries, knownItem(p, text))
	}
	return c
}

// contentTokens returns the content words of a title with different stems.
func contentTokens(title string) []analysis.Token {
	var words []analysis.Token
	seen := map[string]bool{}
	end := 0
	for _, t := range analysis.QueryTokens(nil, title) {
		if stem := analysis.Stem(t.Form); t.Start >= end && !seen[stem] && !analysis.IsFunctionWord(t.Form) {
			seen[stem] = true
			words = append(words, t)
		}
		end = max(end, t.End)
	}
	return words
}

// isTypable reports whether a word can get a typo: it has at least minTypoLength letters, only
// English ones, and no capitals after the first, unlike an acronym.
func isTypable(word string) bool {
	return len(word) >= minTypoLength && strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" &&
		word[1:] == strings.ToLower(word[1:])
}

// mistype returns a word of English letters with one typo. The first letter keeps its case. The
// result always differs from word.
func mistype(random *rand.Rand, word string) string {
	lower := strings.ToLower(word)
	for {
		letters := []byte(lower)
		i := random.IntN(len(letters))
		neighbours := assist.KeyNeighbours(rune(letters[i]))
		neighbour := neighbours[random.IntN(len(neighbours))]
		switch random.IntN(4) {
		case 0:
			if letters[i] = neighbour; random.IntN(2) == 0 {
				letters[i] = byte('a' + random.IntN(26))
			}
		case 1:
			letters = slices.Delete(letters, i, i+1)
		case 2:
			inserted := letters[i]
			if random.IntN(2) == 0 {
				inserted = neighbour
			}
			letters = slices.Insert(letters, i+1, inserted)
		default:
			if i+1 < len(letters) {
				letters[i], letters[i+1] = letters[i+1], letters[i]
			}
		}
		typed := string(letters)
		if typed == lower {
			continue
		}
		if word != lower {
			typed = strings.ToUpper(typed[:1]) + typed[1:]
		}
		return typed
	}
}
