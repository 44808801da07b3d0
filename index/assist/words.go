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

// maxWords is the number of words in a query. A longer one was pasted, not typed.
const maxWords = 32

// word is a word in the text of a query.
type word struct {
	form       string
	start, end int // byte offsets in the text
	field      query.Field
	// free says that the word is not within quotation marks, a field or an OR. Only such a
	// word is corrected without asking.
	free bool
	// fixed says that the word must not be corrected, such as an acronym or a part of a
	// formula or a URL.
	fixed bool

	papers index.FormPapers
}

// known returns how many papers have the word.
func (w word) known() int { return w.papers.Text + w.papers.Names }

// readWords returns the words in the text of a query that papers must have, or nil if there
// are more than maxWords.
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

// collect adds the words that papers must have to asked, by form. Prefixes and inexact words
// are left out, since they need no correction, and so are excluded words.
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

// isFixed reports whether a word must not be corrected: a function word, a word with other
// characters than letters, an acronym or a name with inner capitals ("fMRI", "LaTeX"), or a
// part of a formula or a URL. shouted says that the text has no lower-case letters, so that
// capitals mean nothing.
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
	if next == '.' { // the end of a sentence, or a part of a URL
		next, _ = utf8.DecodeRuneInString(whole[w.end+after:])
	}
	return isJoint(last) || isJoint(next)
}

// isJoint reports whether a character joins a word to something other than prose.
func isJoint(r rune) bool {
	return strings.ContainsRune(`_@/\$^{}#=.`, r) || unicode.IsDigit(r) || unicode.IsLetter(r)
}

// isLatin reports whether a form has only Latin letters.
func isLatin(form string) bool {
	return !strings.ContainsFunc(form, func(r rune) bool { return !unicode.Is(unicode.Latin, r) })
}
