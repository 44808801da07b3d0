package xmlread

import (
	"bytes"
	"encoding/xml"
	"io"
)

// Sniffer returns a function that recognizes documents by their outermost element: match gets its
// tag, whose name has the prefix instead of the namespace, and the first bytes of the document, without
// text that quotes markup.
func Sniffer(match func(root xml.StartElement, head []byte) bool) func(head []byte) bool {
	return func(head []byte) bool {
		trimmed := bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\uFEFF")))
		if len(trimmed) == 0 || trimmed[0] != '<' {
			return false
		}
		d := xml.NewDecoder(bytes.NewReader(trimmed))
		d.Strict = false
		d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // the names of elements are ASCII
		for {
			token, err := d.RawToken()
			if err != nil {
				return false
			}
			if tag, ok := token.(xml.StartElement); ok {
				return match(tag, withoutQuoted(trimmed))
			}
		}
	}
}

// withoutQuoted returns XML without texts that contain markup: CDATA sections, and texts with "&lt;". An abstract may
// quote a document of another format.
func withoutQuoted(head []byte) []byte {
	kept := make([]byte, 0, len(head))
	for len(head) > 0 {
		if bytes.HasPrefix(head, []byte("<![CDATA[")) {
			_, head, _ = bytes.Cut(head, []byte("]]>"))
			continue
		}
		end := bytes.IndexByte(head[1:], '<') + 1 // a tag and the text after it
		if end == 0 {
			end = len(head)
		}
		part := head[:end]
		head = head[end:]
		if quoted := bytes.Index(part, []byte("&lt;")); quoted >= 0 {
			part = part[:bytes.IndexByte(part, '>')+1]
		}
		kept = append(kept, part...)
	}
	return kept
}

// Mentions reports whether the first bytes of a document contain one of the texts.
func Mentions(head []byte, texts ...string) bool {
	for _, text := range texts {
		if bytes.Contains(head, []byte(text)) {
			return true
		}
	}
	return false
}
