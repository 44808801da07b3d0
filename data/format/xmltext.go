package format

import (
	"encoding/xml"
	"slices"
	"strings"
)

// XMLText is an element with text and markup, such as a title with italics or an abstract with
// sections. It can be decoded from any element.
type XMLText struct {
	// Tag has the element's own name and attributes.
	Tag xml.StartElement
	// Runs has the pieces of text, in order.
	Runs []XMLRun
}

// XMLRun is a piece of text in an XMLText.
type XMLRun struct {
	// Within has the local names of the enclosing elements, outermost first, without that of
	// the XMLText itself.
	Within []string
	Text   string
}

// In reports whether the run is in an element with one of the names.
func (r XMLRun) In(names ...string) bool {
	return slices.ContainsFunc(r.Within, func(name string) bool { return slices.Contains(names, name) })
}

// xmlBlocks lists the JATS elements that end a paragraph.
var xmlBlocks = []string{"p", "sec", "title", "list", "list-item", "disp-formula", "break", "br", "abstract"}

// UnmarshalXML implements xml.Unmarshaler.
func (t *XMLText) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	t.Tag = start.Copy()
	var within []string
	for {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.CharData:
			t.Runs = append(t.Runs, XMLRun{slices.Clone(within), string(token)})
		case xml.StartElement:
			if within = append(within, token.Name.Local); len(within) > maxXMLDepth {
				return errXMLDepth
			}
			t.endParagraph(token.Name)
		case xml.EndElement:
			if len(within) == 0 {
				return nil
			}
			within = within[:len(within)-1]
			t.endParagraph(token.Name)
		}
	}
}

func (t *XMLText) endParagraph(name xml.Name) {
	if slices.Contains(xmlBlocks, name.Local) {
		t.Runs = append(t.Runs, XMLRun{Text: "\n\n"})
	}
}

// Attr returns an attribute of the element itself, or "" if it is missing.
func (t XMLText) Attr(name string) string { return attr(t.Tag, name) }

func attr(tag xml.StartElement, name string) string {
	for _, a := range tag.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Attr returns an attribute of the innermost enclosing element with the local name around, or ""
// if there is none.
func (e XMLElement[T]) Attr(around, name string) string {
	for _, tag := range slices.Backward(e.Within) {
		if tag.Name.Local == around {
			return attr(tag, name)
		}
	}
	return ""
}

// Text returns the whole text, with edit applied to each run if it is not nil.
func (t XMLText) Text(edit func(XMLRun) string) string {
	var text strings.Builder
	for _, r := range t.Runs {
		if edit != nil {
			text.WriteString(edit(r))
		} else {
			text.WriteString(r.Text)
		}
	}
	return text.String()
}
