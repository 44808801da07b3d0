package segmentfile

import (
	"encoding/binary"

	"paperboy/index/embedded/mapped"
)

// Dictionary is the forms of a segment, in ascending order, and how often each occurs.
type Dictionary struct {
	Forms       []string
	Occurrences []uint32
	Codes       Codes
}

func appendDictionary(b []byte, forms []string, occurrences []uint32) []byte {
	before := ""
	for i, form := range forms {
		shared := 0
		for shared < min(len(form), len(before)) && form[shared] == before[shared] {
			shared++
		}
		b = binary.AppendUvarint(b, uint64(shared))
		b = binary.AppendUvarint(b, uint64(len(form)-shared))
		b = append(b, form[shared:]...)
		b = binary.AppendUvarint(b, uint64(occurrences[i]))
		before = form
	}
	return b
}

// Words reads the dictionary. Its error is ErrDamaged.
func (f *File) Words() (*Dictionary, error) {
	var text []byte
	var ends []int
	d := &Dictionary{}
	last := []byte(nil)
	for c := (cursor{left: f.dictionary}); len(c.left) > 0; {
		shared := c.number()
		rest := c.bytes(c.number())
		occurrences := c.number()
		if c.bad || shared > uint64(len(last)) {
			return nil, ErrDamaged
		}
		from := len(text)
		text = append(append(text, last[:shared]...), rest...)
		last = text[from:]
		ends = append(ends, len(text))
		d.Occurrences = append(d.Occurrences, uint32(occurrences))
	}
	all := mapped.Text(text)
	d.Forms = make([]string, len(ends))
	from := 0
	for i, end := range ends {
		d.Forms[i], from = all[from:end], end
		if i > 0 && d.Forms[i] <= d.Forms[i-1] {
			return nil, ErrDamaged
		}
	}
	d.Codes = newCodes(d.Forms, d.Occurrences)
	return d, nil
}

// cursor reads numbers and bytes. Damaged ones are zeros, and bad is set.
type cursor struct {
	left []byte
	bad  bool
}

func (c *cursor) number() uint64 {
	v, n := binary.Uvarint(c.left)
	if n <= 0 {
		c.bad, c.left = true, nil
		return 0
	}
	c.left = c.left[n:]
	return v
}

func (c *cursor) bytes(n uint64) []byte {
	if n > uint64(len(c.left)) {
		c.bad, c.left = true, nil
		return nil
	}
	b := c.left[:n:n]
	c.left = c.left[n:]
	return b
}
