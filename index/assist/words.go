package assist

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data/text"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// maxWords is how many words a query may have: a longer one is pasted, not typed.
const maxWords = 32

// word is a word of the query's text.
type word struct {
	form       string
	start, end int // bytes of the text
	field      query.Field
	// free says that the word is in no quotes, field or alternative. Only such a word
	// is corrected without being asked about.
	free bool
	// fixed says that the word is left alone, as an acronym, a formula or a part of an
	// address is.
	fixed bool

	papers index.FormPapers
}

// known is how many papers have the word.
func (w word) known() int { return w.papers.Text + w.papers.Names }

// readWords finds the words that a query asks for in its text. There are none where
// there are too many.
func readWords(q query.Query) []word {
	asked := map[string]word{}
	collect(q.Root, true, asked)
	if len(asked) == 0 {
		return nil
	}
	shouted := !strings.ContainsFunc(q.Text, unicode.IsLower)
	var words []word
	for _, t := range analysis.QueryTokens(nil, q.Text) {
		rest := q.Text[t.End:]
		isName := strings.HasPrefix(rest, ":") && !strings.HasPrefix(rest, ": ") && rest != ":"
		w, ok := asked[t.Form]
		if !ok || isName || strings.HasPrefix(rest, "*") || strings.HasPrefix(rest, "~") || isExcluded(q.Text, t.Start) {
			continue
		}
		w.form, w.start, w.end = t.Form, t.Start, t.End
		w.fixed = isFixed(q.Text, w, shouted)
		words = append(words, w)
	}
	if len(words) > maxWords {
		return nil
	}
	return words
}

// collect gathers by form the words that papers are asked to have. What begins like
// a word or is like it needs no spelling, and what is excluded finds nothing by it.
func collect(n query.Node, free bool, asked map[string]word) {
	add := func(field query.Field, text string, free bool) {
		if field == query.Category || field == query.ID {
			return
		}
		for _, t := range analysis.QueryTokens(nil, text) {
			if _, ok := asked[t.Form]; !ok {
				asked[t.Form] = word{field: field, free: free && field == query.AnyText}
			}
		}
	}
	switch n := n.(type) {
	case query.And:
		for _, child := range n.Nodes {
			collect(child, free, asked)
		}
	case query.Or:
		for _, child := range n.Nodes {
			collect(child, false, asked)
		}
	case query.Word:
		add(n.Field, n.Text, free)
	case query.Phrase:
		add(n.Field, n.Text, false)
	}
}

// isExcluded reports whether a hyphen before start excludes the word.
func isExcluded(text string, start int) bool {
	before, hyphen := strings.CutSuffix(text[:start], "-")
	return hyphen && (before == "" || strings.HasSuffix(before, " ") || strings.HasSuffix(before, "("))
}

// isFixed reports whether a word is left alone: a function word, what is not made of
// letters, an acronym or a name with capitals within ("fMRI", "LaTeX"), and what is
// joined to a formula or an address. In a text without a small letter, capitals say
// nothing.
func isFixed(whole string, w word, shouted bool) bool {
	raw := whole[w.start:w.end]
	if !index.CanSpell(w.form) || analysis.IsFunctionWord(w.form) || text.Normalize(raw) != w.form {
		return true
	}
	_, size := utf8.DecodeRuneInString(raw)
	if !shouted && strings.ContainsFunc(raw[size:], unicode.IsUpper) {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(whole[:w.start])
	next, after := utf8.DecodeRuneInString(whole[w.end:])
	if next == '.' { // of a sentence, or of an address
		next, _ = utf8.DecodeRuneInString(whole[w.end+after:])
	}
	return isJoint(last) || isJoint(next)
}

// isJoint reports whether a character joins a word to something that is no prose.
func isJoint(r rune) bool {
	return strings.ContainsRune(`_@/\$^{}#=.`, r) || unicode.IsDigit(r) || unicode.IsLetter(r)
}

// isLatin reports whether all letters of a form are Latin.
func isLatin(form string) bool {
	return !strings.ContainsFunc(form, func(r rune) bool { return !unicode.Is(unicode.Latin, r) })
}
