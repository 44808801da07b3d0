package eval

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"paperboy/index/analysis"
	"paperboy/index/assist"
)

// minTypoLength is the length in letters of the words that get a typo: nobody can say
// what a shorter one was meant to be.
const minTypoLength = 5

// TypoKind says what a query of Typos is made of.
type TypoKind int

const (
	// ThreeWords are three different content words of a title, in its order.
	ThreeWords TypoKind = iota
	// WholeTitle is the title as it stands.
	WholeTitle
)

// Typos is a known-item test with one typo a query: each paper's title, or three random
// words of it, with one typo in one content word of at least five letters. A title
// without such a word, or of fewer than three content words, has no query. A typo
// is, each a quarter of the time, a letter replaced (by a neighbour on the keyboard
// or by any letter, in equal parts), a letter left out, a letter put in (the same once
// more or a neighbour of it, in equal parts), or two neighbouring letters in each
// other's place. Equal papers and seeds make equal queries; of one seed, the
// queries of TypoFree are the same ones without the typo.
func Typos(papers []Titled, kind TypoKind, seed uint64) *Collection {
	return typos(papers, kind, seed, true)
}

// TypoFree is Typos without the typos: what a perfect correction would find.
func TypoFree(papers []Titled, kind TypoKind, seed uint64) *Collection {
	return typos(papers, kind, seed, false)
}

// Titles asks for each paper by its title as it stands, in which no word is to be
// corrected.
func Titles(papers []Titled) *Collection {
	c := &Collection{Folder: "titles"}
	for _, p := range papers {
		c.Queries = append(c.Queries, knownItem(p, p.Title))
	}
	return c
}

func knownItem(p Titled, text string) Query {
	id := strconv.Itoa(int(p.Number))
	return Query{ID: id, Text: text, Grades: map[string]int{id: 1}}
}

func typos(papers []Titled, kind TypoKind, seed uint64, wrong bool) *Collection {
	c := &Collection{Folder: "typos"}
	for _, p := range papers {
		// A generator for each paper, so that one query does not depend on another.
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

// contentTokens are the different content words of a title.
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

// isTypable reports whether a word of a title gets typos: English letters alone, and not
// in capitals as an acronym is.
func isTypable(word string) bool {
	return len(word) >= minTypoLength && strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" &&
		word[1:] == strings.ToLower(word[1:])
}

// mistype makes one typo in a word of English letters, whose first keeps its case. It
// never returns the word.
func mistype(random *rand.Rand, word string) string {
	lower := strings.ToLower(word)
	for {
		letters := []byte(lower)
		i := random.IntN(len(letters))
		near := assist.KeyNeighbours(rune(letters[i]))
		neighbour := near[random.IntN(len(near))]
		switch random.IntN(4) {
		case 0:
			if letters[i] = neighbour; random.IntN(2) == 0 {
				letters[i] = byte('a' + random.IntN(26))
			}
		case 1:
			letters = slices.Delete(letters, i, i+1)
		case 2:
			put := letters[i]
			if random.IntN(2) == 0 {
				put = neighbour
			}
			letters = slices.Insert(letters, i+1, put)
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
