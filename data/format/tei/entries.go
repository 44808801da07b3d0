package tei

import (
	"iter"

	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

type entry = xmlread.Element[wireElement]

// entries yields the headers and references that are papers. The header of a document is a paper
// unless references follow it in the body, as those of a list do. References at the end are papers
// only if the header has none.
func entries(in format.Input) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		var header entry // waits for what follows
		count := 0
		yieldNext := func(e entry) bool {
			count++
			e.Number = count
			return yield(e, nil)
		}
		isPaper := false // whether the header of the document was yielded
		for e, err := range xmlread.Elements[wireElement](in, "teiHeader", "biblStruct", "biblFull", "back") {
			isHeader := e.Tag.Name.Local == "teiHeader"
			atEnd := e.Tag.Name.Local == "back"
			if header.Number > 0 && (err != nil || isHeader || atEnd) {
				isPaper = header.Value.isPaper()
				waiting := header
				if header = (entry{}); (isPaper || !atEnd) && !yieldNext(waiting) {
					return
				}
			}
			switch {
			case err != nil:
				yield(entry{}, err)
				return
			case isHeader:
				header, isPaper = e, false
			case atEnd:
				for i, reference := range append(e.Value.References, e.Value.List...) {
					if isPaper {
						break
					}
					one := e
					one.Value, one.Number = reference.element(), e.Number+i
					if !yieldNext(one) {
						return
					}
				}
			default:
				header = entry{}
				if !yieldNext(e) {
					return
				}
			}
		}
		if header.Number > 0 {
			yieldNext(header)
		}
	}
}
