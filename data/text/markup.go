package text

import (
	"html"
	"regexp"
	"slices"
	"strings"
)

// Plain returns s without HTML, JATS and MathML tags, and with entities decoded. Tags that
// separate paragraphs become an empty line, and a heading "Abstract" at the beginning is
// removed. Escaped tags, as Crossref has them, count as tags. Mojibake is repaired first (see
// RepairMojibake).
func Plain(s string) string {
	s = RepairMojibake(s)
	if strings.ContainsRune(s, '&') {
		s = html.UnescapeString(s)
	}
	if !strings.ContainsRune(s, '<') {
		return s
	}
	return stripTags(heading.ReplaceAllString(s, ""))
}

// PlainLine returns Plain(s) on a single line.
func PlainLine(s string) string { return OneLine(Plain(s)) }

// heading matches the heading "Abstract" at the beginning of an abstract.
var heading = regexp.MustCompile(`(?is)^\s*<(?:jats:title|title|h\d)\b[^<>]*>\s*abstract[.:]?\s*</[^<>]*>`)

// stripTags removes tags. One that separates paragraphs becomes an empty line.
//
// Most texts are not HTML: "a <b and c> d" has no tag. For the tokenizer of
// golang.org/x/net/html, every "<b" opens a tag that extends to the next ">", so it can't be
// used here.
func stripTags(s string) string {
	var out strings.Builder
	for {
		before, _, found := strings.Cut(s, "<")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		s = s[len(before):]
		name, size := scanTag(s)
		switch {
		case size == 0:
			out.WriteByte('<')
			size = 1
		case dividesParagraphs(name):
			out.WriteString("\n\n")
		}
		s = s[size:]
	}
}

// inlineTags and paragraphTags are the tags that publishers leave in titles and abstracts, in
// addition to those of the namespaces jats and mml. A tag with any other name is text.
var (
	inlineTags = []string{
		"span", "i", "b", "em", "strong", "sub", "sup", "inf", "u", "sc", "scp", "tt", "a", "italic", "bold", "font",
	}
	paragraphTags = []string{
		"p", "br", "div", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "sec", "title",
	}
	jatsParagraphTags = []string{"abstract", "list", "list-item"}
)

func dividesParagraphs(name string) bool {
	local, isJATS := strings.CutPrefix(name, "jats:")
	return slices.Contains(paragraphTags, local) || isJATS && slices.Contains(jatsParagraphTags, local)
}

// maxTagBytes bounds the search for the end of a tag.
const maxTagBytes = 1 << 14

// scanTag parses a tag at the beginning of s, whose first byte must be "<". It returns the
// name in lower case and the size in bytes. The size is 0 if there is no tag: the name is
// unknown, or something other than quoted attributes follows it.
func scanTag(s string) (name string, size int) {
	t := scanner{s: s[:min(len(s), maxTagBytes)], i: 1}
	t.skip("/")
	name = strings.ToLower(t.run(isTagNameByte))
	if !isTagName(name) {
		return "", 0
	}
	for {
		spaces := t.run(isSpaceByte)
		if t.skip(">") || t.skip("/>") {
			return name, t.i
		}
		if spaces == "" || !t.attribute() {
			return "", 0
		}
	}
}

func isTagName(name string) bool {
	for _, namespace := range []string{"jats:", "mml:"} {
		if local, found := strings.CutPrefix(name, namespace); found {
			return local != "" && !strings.Contains(local, ":")
		}
	}
	return slices.Contains(inlineTags, name) || slices.Contains(paragraphTags, name)
}

// scanner scans s from i on.
type scanner struct {
	s string
	i int
}

// skip skips token and reports whether it was there.
func (t *scanner) skip(token string) bool {
	found := strings.HasPrefix(t.s[t.i:], token)
	if found {
		t.i += len(token)
	}
	return found
}

// run returns the longest run of bytes in a class and skips it.
func (t *scanner) run(isInClass func(byte) bool) string {
	start := t.i
	for t.i < len(t.s) && isInClass(t.s[t.i]) {
		t.i++
	}
	return t.s[start:t.i]
}

// attribute skips name="value" or name='value' and reports whether it was there.
func (t *scanner) attribute() bool {
	if t.run(isAttributeNameByte) == "" {
		return false
	}
	t.run(isSpaceByte)
	if !t.skip("=") {
		return false
	}
	t.run(isSpaceByte)
	for _, quote := range []string{`"`, `'`} {
		if !t.skip(quote) {
			continue
		}
		end := strings.Index(t.s[t.i:], quote)
		t.i += end + len(quote)
		return end >= 0
	}
	return false
}

func isSpaceByte(c byte) bool         { return c == ' ' || '\t' <= c && c <= '\r' && c != '\v' }
func isLetterByte(c byte) bool        { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isAttributeNameByte(c byte) bool { return isLetterByte(c) || c == ':' || c == '-' }
func isTagNameByte(c byte) bool       { return isAttributeNameByte(c) || '0' <= c && c <= '9' }
