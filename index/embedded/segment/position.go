package segment

import zap "github.com/blevesearch/scorch_segment_api/v2"

// PositionReader reads the positions of all forms of a term in one field, by ascending paper.
type PositionReader struct {
	forms []formReader
	list  []int
}

type formReader struct {
	iterator zap.PostingsIterator
	next     zap.Posting // the first at or after the last paper read; nil at the end
}

// NewPositionReader returns a reader of the forms that picks select. open opens the list of a
// form.
func (x *Text) NewPositionReader(open func(form string) (zap.PostingsIterator, error), picks []Pick) (*PositionReader, error) {
	r := &PositionReader{}
	for _, k := range picks {
		for rank, form := range x.GroupForms(k.Group) {
			if k.Ranks != nil && !k.Ranks.Has(uint32(rank)) {
				continue
			}
			iterator, err := open(x.Forms.Term(int(form)))
			if err != nil {
				return nil, err
			}
			first, err := iterator.Next()
			if err != nil {
				return nil, err
			}
			if first != nil {
				r.forms = append(r.forms, formReader{iterator, first})
			}
		}
	}
	return r, nil
}

// Positions returns the positions in a paper, which must come after the papers read before.
// They are valid until the next call.
func (r *PositionReader) Positions(doc uint32) ([]int, error) {
	r.list = r.list[:0]
	for i := range r.forms {
		f := &r.forms[i]
		if f.next != nil && f.next.Number() < uint64(doc) {
			next, err := f.iterator.Advance(uint64(doc))
			if err != nil {
				return nil, err
			}
			f.next = next
		}
		if f.next != nil && f.next.Number() == uint64(doc) {
			for _, l := range f.next.Locations() {
				r.list = append(r.list, int(l.Pos()))
			}
		}
	}
	return r.list, nil
}
