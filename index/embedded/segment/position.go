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

// NewPositionReader returns a reader of the forms that picks select. It appends the lists it
// reads to lists.
func (x *Text) NewPositionReader(dictionary zap.TermDictionary, picks []Pick, lists []zap.PostingsList) (*PositionReader, []zap.PostingsList, error) {
	r := &PositionReader{}
	for _, k := range picks {
		for rank, form := range x.GroupForms(k.Group) {
			if k.Ranks != nil && !k.Ranks.Has(uint32(rank)) {
				continue
			}
			list, err := dictionary.PostingsList([]byte(x.Forms.Term(int(form))), nil, nil)
			if err != nil {
				return nil, nil, err
			}
			iterator := list.Iterator(true, false, true, nil)
			first, err := iterator.Next()
			if err != nil {
				return nil, nil, err
			}
			if first != nil {
				r.forms = append(r.forms, formReader{iterator, first})
				lists = append(lists, list)
			}
		}
	}
	return r, lists, nil
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
