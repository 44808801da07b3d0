package query

import (
	"strings"
	"unicode"

	"paperboy/index/analysis"
)

// withoutOpening drops the words that open a question and say nothing about its subject, if a
// distinctive word is left: "how do I", "what is the best way to", "can you find me recent
// papers about". It returns the words that it dropped.
//
// The opening is the longest run, from the first word on, of function words and the words that
// openingKind knows. It ends with a function word or a verb such as "find". One of its words must be
// of a question or a request (asking), or it must name papers in the plural ("papers about")
// or work or a way with an adjective ("recent work on"). A run with a capital after its first
// word is the beginning of a title, and is kept.
func withoutOpening(root Node) (rest Node, dropped string) {
	all, ok := root.(And)
	if !ok {
		return root, ""
	}
	n, asks, content := 0, false, false
	adjective := false
	var words []string
	end := 0
	for ; n < len(all.Nodes); n++ {
		w, ok := all.Nodes[n].(Word)
		if !ok || w.Field != AnyText || n > 0 && hasCapital(w.Text) {
			break
		}
		word := strings.ToLower(strings.ReplaceAll(w.Text, "’", "'"))
		kind := openingKind(word)
		function := analysis.IsFunctionWord(word)
		if !function && kind == noOpening {
			break
		}
		words = append(words, w.Text)
		content = content || !function
		asks = asks || kind == asking || kind == verb && n > 0 || kind == papersWord || kind == workWord && adjective
		adjective = kind == adjectiveWord
		if function || kind == verb && n > 0 {
			end = n + 1
		}
	}
	if end == 0 || !asks || !content || !isDistinctive(all.Nodes[end:]) {
		return root, ""
	}
	content = false
	for _, w := range words[:end] {
		content = content || !analysis.IsFunctionWord(strings.ToLower(w))
	}
	if !content {
		return root, ""
	}
	return and(all.Nodes[end:]...), strings.Join(words[:end], " ")
}

// hasCapital reports whether a word begins with a capital and has lower-case letters.
func hasCapital(word string) bool {
	first := true
	capital, lower := false, false
	for _, r := range word {
		if first {
			capital, first = unicode.IsUpper(r), false
		}
		lower = lower || unicode.IsLower(r)
	}
	return capital && lower
}

// isDistinctive reports whether nodes have more than function words and the words of openings.
func isDistinctive(nodes []Node) bool {
	for _, n := range nodes {
		w, ok := n.(Word)
		if !ok {
			if _, excluded := n.(Not); !excluded {
				return true
			}
			continue
		}
		word := strings.ToLower(w.Text)
		if w.Field != AnyText || !analysis.IsFunctionWord(word) && openingKind(word) == noOpening {
			return true
		}
	}
	return false
}

// What a word does in the opening of a question.
type opening uint8

const (
	noOpening     opening = iota
	asking                // it makes a question or a request
	verb                  // it asks to look for something
	papersWord            // papers, in the plural
	workWord              // papers or a way, if an adjective precedes it
	adjectiveWord         // it says which papers
	filler                // it may be among the others
)

func openingKind(word string) opening {
	switch word {
	case "what", "which", "how", "who", "can", "could", "would", "please", "i'm", "im", "i'd", "there", "tell", "i", "me":
		return asking
	case "find", "show", "give", "list", "recommend", "suggest":
		return verb
	case "papers", "articles", "publications":
		return papersWord
	case "work", "works", "research", "literature", "studies", "paper", "article", "way", "ways":
		return workWord
	case "recent", "latest", "newest", "current", "relevant", "related", "any", "all", "some", "good", "important", "best":
		return adjectiveWord
	case "what's", "whats", "looking", "searching", "interested", "need", "want", "know", "like", "get", "help", "exist", "exists", "deal", "deals", "dealing",
		"regarding", "concerning", "discussing", "describing":
		return filler
	}
	return noOpening
}
