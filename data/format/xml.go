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

// XMLElement is an element of an XML document, decoded into a T by the rules of encoding/xml.
type XMLElement[T any] struct {
	// Number is the number of the element in the document, from 1.
	Number int
	// Tag has the element's name and attributes.
	Tag xml.StartElement
	// Within has the enclosing elements, outermost first.
	Within []xml.StartElement
	Value  T
}

// Name returns the name of the element for people: "entry 3".
func (e XMLElement[T]) Name() string { return fmt.Sprintf("entry %d", e.Number) }

// maxXMLDepth bounds the nesting of elements. The deepest seen, a formula in an article of PubMed
// Central, has 30 levels.
const maxXMLDepth = 256

// XMLElements yields the outermost elements of an XML document that have one of the local names.
// It decodes the encoding that the document declares and the entities of HTML. A use of an
// entity that the document defines itself is an error, and so are more than MaxEntryBytes in an
// element or in the text between elements. An error, such as malformed XML, is yielded last.
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

// xmlError returns err in words for people.
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
	errXMLDepth   = fmt.Errorf("elements are nested more than %d deep", maxXMLDepth)
	errXMLTooLong = fmt.Errorf("an element is longer than %d MiB", MaxEntryBytes>>20)
)

// meter limits how much is read from its reader between two resets.
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
