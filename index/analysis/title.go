package analysis

import (
	"strings"
	"unicode/utf8"
)

// MaxTitleStart is how many bytes of a title's start are kept.
const MaxTitleStart = 40

// TitleStart is the beginning of a title as its forms, a space between two, at most
// MaxTitleStart bytes: what a title that is being typed is compared with, and what papers
// are sorted by for index.ByTitle. It is empty for no title.
func TitleStart(title string) string {
	return CutStart(joined(QueryTokens(nil, clipTitle(title)), " "))
}

// clipTitle is enough of a title for its start and head.
func clipTitle(title string) string {
	const enough = 8 * MaxTitleStart
	if len(title) > enough {
		title = title[:enough]
	}
	return title
}

// CutStart is a start or head cut to the length that is kept.
func CutStart(start string) string {
	if len(start) <= MaxTitleStart {
		return start
	}
	n := MaxTitleStart
	for !utf8.RuneStart(start[n]) {
		n--
	}
	return start[:n]
}

func joined(tokens []Token, separator string) string {
	forms := make([]string, len(tokens))
	for i, t := range tokens {
		forms[i] = t.Form
	}
	return strings.Join(forms, separator)
}

// maxHeadWords is how many words a name before a colon has.
const maxHeadWords = 3

// TitleHead is the key of the name that a title begins with, "bert" of "BERT:
// Pre-training of Deep Bidirectional Transformers"; empty where there is none. Names are
// of up to three words before a colon that something follows.
func TitleHead(title string) string {
	head, rest, found := strings.Cut(clipTitle(title), ": ")
	if !found || strings.TrimSpace(rest) == "" {
		return ""
	}
	tokens := QueryTokens(nil, head)
	if len(tokens) == 0 || len(tokens) > maxHeadWords {
		return ""
	}
	return CutStart(joined(tokens, ""))
}
