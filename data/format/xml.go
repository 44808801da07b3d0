package format

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"golang.org/x/net/html/charset"
)

// XMLElement is one element of an XML document, decoded into a T as encoding/xml
// describes it.
type XMLElement[T any] struct {
	// Number counts the elements of one document from 1.
	Number int
	// Tag has the element's name and attributes.
	Tag xml.StartElement
	// Within are the elements around it, from the outermost.
	Within []xml.StartElement
	Value  T
}

// Name is how people find the element again: "entry 3".
func (e XMLElement[T]) Name() string { return fmt.Sprintf("entry %d", e.Number) }

// maxXMLDepth bounds how deeply elements may stand within each other. The deepest
// seen, a formula within an article of PubMed Central, has 30.
const maxXMLDepth = 256

// XMLElements yields the elements of an XML document with one of the local names,
// outermost ones only. Encodings that the document declares are read; entities
// are those of HTML, and one that the document defines itself is not expanded but
// ends it, as do more than MaxEntryBytes in an element or in one text between them.
// An error, of the document's form too, is yielded last.
func XMLElements[T any](r io.Reader, names ...string) iter.Seq2[XMLElement[T], error] {
	return func(yield func(XMLElement[T], error) bool) {
		in := &meter{Reader: r}
		d := xml.NewDecoder(in)
		d.CharsetReader = charset.NewReaderLabel
		d.Entity = xml.HTMLEntity
		var within []xml.StartElement
		for count := 0; ; {
			in.used = 0
			token, err := d.Token()
			if err == io.EOF {
				return
			}
			var element XMLElement[T]
			tag, starts := token.(xml.StartElement)
			_, ends := token.(xml.EndElement)
			switch {
			case err != nil:
			case ends:
				within = within[:len(within)-1]
				continue
			case !starts:
				continue
			case slices.Contains(names, tag.Name.Local):
				count++
				element = XMLElement[T]{Number: count, Tag: tag, Within: within}
				err = d.DecodeElement(&element.Value, &tag)
			default:
				if within = append(within, tag); len(within) <= maxXMLDepth {
					continue
				}
				err = errXMLDepth
			}
			if err != nil {
				yield(XMLElement[T]{}, xmlError(in, err))
				return
			}
			if !yield(element, nil) {
				return
			}
		}
	}
}

// xmlError is err in words for people.
func xmlError(in *meter, err error) error {
	var syntax *xml.SyntaxError
	switch {
	case in.over:
		return errXMLTooLong
	case errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF"):
		return errors.New("the XML ends in the middle: an element is not closed")
	case errors.As(err, &syntax):
		return fmt.Errorf("not well-formed XML: line %d: %s", syntax.Line, syntax.Msg)
	}
	return err
}

var (
	errXMLDepth   = fmt.Errorf("elements within each other more than %d deep", maxXMLDepth)
	errXMLTooLong = fmt.Errorf("an element is longer than %d MiB", MaxEntryBytes>>20)
)

// meter ends its reader when too much is read at a stretch.
type meter struct {
	io.Reader
	used int
	over bool
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	if m.used += n; m.used > MaxEntryBytes {
		m.over = true
		return 0, errXMLTooLong
	}
	return n, err
}
