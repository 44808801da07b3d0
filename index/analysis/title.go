package analysis

import (
	"strings"
	"unicode/utf8"
)

// MaxTitleStart is the maximum length of a title start in bytes.
const MaxTitleStart = 40

// TitleStart returns the first forms of a title, separated by spaces, up to MaxTitleStart bytes. A
// title that is being typed is compared with it, and index.ByTitle sorts by it. It is empty for an
// empty title.
func TitleStart(title string) string {
	return CutStart(joined(QueryTokens(nil, clipTitle(title)), " "))
}

// clipTitle returns enough of a title for its start and head.
func clipTitle(title string) string {
	const enough = 8 * MaxTitleStart
	if len(title) > enough {
		title = title[:enough]
	}
	return title
}

// CutStart truncates a start or head to MaxTitleStart bytes.
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

// maxHeadWords is the maximum number of words of a name before a colon.
const maxHeadWords = 3

// TitleHead returns the key of the name at the beginning of a title, "bert" for "BERT: Pre-training
// of Deep Bidirectional Transformers", or "" if there is none. A name has up to three words before a
// colon that is followed by more text.
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
