package text

import (
	"html"
	"regexp"
	"slices"
	"strings"
)

// Plain returns s without tags of HTML, JATS and MathML, and with its entities decoded.
// Tags that divide a text into paragraphs become an empty line, and a heading "Abstract"
// at the beginning goes. Escaped tags, as Crossref has them, count as tags. Mojibake is
// repaired first (see RepairMojibake).
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

// PlainLine is Plain on one line.
func PlainLine(s string) string { return OneLine(Plain(s)) }

// heading is a heading at the beginning of an abstract that says only that it is one.
var heading = regexp.MustCompile(`(?is)^\s*<(?:jats:title|title|h\d)\b[^<>]*>\s*abstract[.:]?\s*</[^<>]*>`)

// stripTags removes tags, and puts an empty line where one divides paragraphs.
//
// Most of its input is not HTML: "a <b and c> d" has no tag. That is why the tokenizer of
// golang.org/x/net/html, for which every "<b" opens a tag that reaches to the next ">",
// is not used here.
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

// inlineTags and paragraphTags are the tags that publishers leave in titles and abstracts,
// besides those of the namespaces jats and mml. A tag by any other name is text.
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

// scanTag reads a tag at the front of s, whose first byte is "<". It returns the name in
// lower case and the size in bytes, which is 0 where there is no tag: the name is not
// known, or something other than quoted attributes follows it.
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

// scanner reads s from i on.
type scanner struct {
	s string
	i int
}

// skip reads token, and reports whether it was there.
func (t *scanner) skip(token string) bool {
	found := strings.HasPrefix(t.s[t.i:], token)
	if found {
		t.i += len(token)
	}
	return found
}

// run reads the bytes that are in a class.
func (t *scanner) run(isInClass func(byte) bool) string {
	start := t.i
	for t.i < len(t.s) && isInClass(t.s[t.i]) {
		t.i++
	}
	return t.s[start:t.i]
}

// attribute reads name="value" or name='value', and reports whether it was there.
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
