package lexicon

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"paperboy/index/analysis"
)

// writing returns a phrase as most of its titles write it, with their capitals and hyphens. If
// no title writes it in plain text, it is the normalized phrase.
func (c comparison) writing(t *rise) string {
	return cmp.Or(c.mostWritten(c.occurrences(t.Forms)), t.Text)
}

// mostWritten returns a phrase as most of its occurrences write it, "" if none is plain text.
func (c comparison) mostWritten(found []occurrence) string {
	counts := map[string]int{}
	for i := range found {
		if text := c.writtenAt(&found[i]); text != "" {
			counts[text]++
		}
	}
	best := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(capitals(a), capitals(b)), cmp.Compare(a, b))
	})
	if len(best) == 0 {
		return ""
	}
	return best[0]
}

func capitals(text string) (n int) {
	for _, r := range text {
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n
}

// writtenAt returns the words of an occurrence as the title writes them, empty if the title
// sets them with TeX or between other characters than spaces and hyphens.
func (c comparison) writtenAt(o *occurrence) string {
	title, tokens := c.tokens(o)
	if tokens == nil {
		return ""
	}
	text := title[tokens[o.from].Start:tokens[o.to-1].End]
	if strings.ContainsAny(text, `\${}()[]<>"`) || isShouted(strings.Fields(text)) && len(tokens) > o.to-o.from && isShouted(strings.Fields(title)) {
		return ""
	}
	return strings.Join(strings.Fields(strings.NewReplacer("‐", "-", "‑", "-").Replace(text)), " ")
}

// isJoined reports whether a hyphen joins word i of the title of an occurrence to the word before
// it.
func (c comparison) isJoined(o *occurrence, i int) bool {
	title, tokens := c.tokens(o)
	if tokens == nil || i < 1 || i >= len(tokens) {
		return false
	}
	switch title[tokens[i-1].End:tokens[i].Start] {
	case "-", "‐", "‑":
		return true
	}
	return false
}

// isPlain reports whether word i of the title of an occurrence is written without digits and
// with one capital at most.
func (c comparison) isPlain(o *occurrence, i int) bool {
	title, tokens := c.tokens(o)
	if tokens == nil {
		return false
	}
	word := title[tokens[i].Start:tokens[i].End]
	return !isCapital(word) && !strings.ContainsAny(word, "0123456789")
}

// tokens returns the title of an occurrence as written, and its words. They are nil if they are
// not those of the normalized title, as in scripts without spaces.
func (c comparison) tokens(o *occurrence) (string, []analysis.Token) {
	title := c.parts[o.part].written.get(int(o.paper))
	tokens := slices.DeleteFunc(analysis.Tokenize(nil, title), func(t analysis.Token) bool { return t.Extra })
	if len(tokens) != len(o.words) {
		return title, nil
	}
	return title, tokens
}
