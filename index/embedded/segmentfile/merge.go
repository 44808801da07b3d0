package segmentfile

import (
	"encoding/binary"
	"io"

	"github.com/RoaringBitmap/roaring/v2"
	zap "github.com/blevesearch/scorch_segment_api/v2"
)

// input is a segment that is merged.
type input struct {
	*Dictionary
	file    *File
	drop    *roaring.Bitmap // papers that are left out; may be nil
	numbers []uint64        // new number of each paper, or dropped
	next    int             // the form that comes next into the merged dictionary
	forms   []uint32        // the new form of each form
	codes   []uint32        // the new code of each code
}

// dropped is the number of a paper that a merge leaves out.
const dropped = 1<<64 - 1

// checkEvery is the number of papers after which a merge looks whether it was cancelled.
const checkEvery = 256

// merge writes the papers of several segments, except those of drops, to a new file, one segment
// after the other. It returns the new number of each paper, and the size of the file.
func merge(files []*File, drops []*roaring.Bitmap, path string, cancel <-chan struct{}, report func(bytes int)) (numbers [][]uint64, size uint64, err error) {
	m := &merger{cancel: cancel}
	for i, f := range files {
		in := &input{file: f, drop: drops[i]}
		if in.Dictionary, err = f.Words(); err != nil {
			return nil, 0, err
		}
		if err := m.number(in); err != nil {
			return nil, 0, err
		}
		m.inputs = append(m.inputs, in)
		numbers = append(numbers, in.numbers)
	}
	m.mergeDictionaries()
	err = writeFile(path, func(to io.Writer) error {
		w := newFileWriter(to, report)
		if err := w.begin(m.numbers, appendDictionary(nil, m.forms, m.occurrences)); err != nil {
			return err
		}
		for _, in := range m.inputs {
			if err := m.write(w, in); err != nil {
				return err
			}
		}
		err := w.end()
		size = w.size
		return err
	})
	return numbers, size, err
}

type merger struct {
	inputs      []*input
	cancel      <-chan struct{}
	numbers     []uint32 // of the papers that stay
	forms       []string
	occurrences []uint32
	codes       Codes
	words       []byte
	hidden      []byte
	readings    []uint32
}

// number numbers the papers of an input that stay. If there are others, it counts the occurrences
// of forms again.
func (m *merger) number(in *input) error {
	in.numbers = make([]uint64, len(in.file.numbers))
	for doc, n := range in.file.numbers {
		in.numbers[doc] = dropped
		if in.drop == nil || !in.drop.Contains(uint32(doc)) {
			in.numbers[doc] = uint64(len(m.numbers))
			m.numbers = append(m.numbers, n)
		}
	}
	if in.drop == nil || in.drop.IsEmpty() {
		return nil
	}
	clear(in.Occurrences)
	return m.eachPaper(in, func(p *Paper) error {
		for c := (cursor{left: p.Words}); len(c.left) > 0; {
			if code := c.number(); code >= FirstOfForm && code-FirstOfForm < uint64(len(in.Codes.ByCode)) {
				in.Occurrences[in.Codes.ByCode[code-FirstOfForm]]++
			} else if code >= FirstOfForm || c.bad {
				return ErrDamaged
			}
		}
		bad := false
		p.EachHidden(func(form uint32, _ bool) {
			if bad = bad || int(form) >= len(in.Occurrences); !bad {
				in.Occurrences[form]++
			}
		})
		if bad {
			return ErrDamaged
		}
		return nil
	})
}

// eachPaper calls f with the papers of an input that stay.
func (m *merger) eachPaper(in *input, f func(p *Paper) error) error {
	r := in.file.Papers()
	defer r.Close()
	for doc, number := range in.numbers {
		if doc%checkEvery == 0 {
			select {
			case <-m.cancel:
				return zap.ErrClosed
			default:
			}
		}
		if err := r.Next(); err != nil {
			return err
		}
		if number == dropped {
			continue
		}
		if err := f(&r.Paper); err != nil {
			return err
		}
	}
	return nil
}

// mergeDictionaries makes the dictionary of what stays, and the tables from the inputs' forms and
// codes to its own.
func (m *merger) mergeDictionaries() {
	var heap formHeap
	for _, in := range m.inputs {
		in.forms = make([]uint32, len(in.Forms))
		if in.skipUnused() {
			heap = append(heap, in)
			heap.up()
		}
	}
	for len(heap) > 0 {
		in := heap[0]
		form := in.Forms[in.next]
		if n := len(m.forms); n == 0 || m.forms[n-1] != form {
			m.forms, m.occurrences = append(m.forms, form), append(m.occurrences, 0)
		}
		to := len(m.forms) - 1
		m.occurrences[to] += in.Occurrences[in.next]
		in.forms[in.next] = uint32(to)
		if in.next++; !in.skipUnused() {
			heap[0] = heap[len(heap)-1]
			heap = heap[:len(heap)-1]
		}
		heap.down()
	}
	m.codes = newCodes(m.forms, m.occurrences)
	for _, in := range m.inputs {
		in.codes = make([]uint32, FirstOfForm+len(in.Codes.ByCode))
		in.codes[SameAgain] = SameAgain
		for i, form := range in.Codes.ByCode {
			in.codes[FirstOfForm+i] = m.codes.ByForm[in.forms[form]]
		}
	}
}

// skipUnused moves to the next form that occurs. It returns false at the end.
func (in *input) skipUnused() bool {
	for in.next < len(in.Forms) && in.Occurrences[in.next] == 0 {
		in.next++
	}
	return in.next < len(in.Forms)
}

// formHeap is inputs, that with the lowest next form first.
type formHeap []*input

func (h formHeap) less(i, j int) bool { return h[i].Forms[h[i].next] < h[j].Forms[h[j].next] }

func (h formHeap) up() {
	for i := len(h) - 1; i > 0 && h.less(i, (i-1)/2); i = (i - 1) / 2 {
		h[i], h[(i-1)/2] = h[(i-1)/2], h[i]
	}
}

func (h formHeap) down() {
	for i := 0; ; {
		child := 2*i + 1
		if child+1 < len(h) && h.less(child+1, child) {
			child++
		}
		if child >= len(h) || !h.less(child, i) {
			return
		}
		h[i], h[child] = h[child], h[i]
		i = child
	}
}

// write writes the papers of an input.
func (m *merger) write(w *fileWriter, in *input) error {
	return m.eachPaper(in, func(p *Paper) error {
		if !m.recode(in, p.Words) {
			return ErrDamaged
		}
		m.hidden = m.hidden[:0]
		bad := false
		p.EachHidden(func(form uint32, inAbstract bool) {
			if bad = bad || int(form) >= len(in.forms); bad {
				return
			}
			v := uint64(in.forms[form]) << 1
			if inAbstract {
				v++
			}
			m.hidden = binary.AppendUvarint(m.hidden, v)
		})
		if bad {
			return ErrDamaged
		}
		return w.papers.add(&Paper{p.Record, m.words, m.hidden})
	})
}

// recode sets m.words to the words of a paper by the codes of the merged segment. It reports whether
// these are sound.
func (m *merger) recode(in *input, words []byte) bool {
	out := m.words[:0]
	for c := (cursor{left: words}); len(c.left) > 0; {
		old := c.number()
		if c.bad || old >= uint64(len(in.codes)) || old == SameAgain {
			return false
		}
		code := in.codes[old]
		if old < FirstOfForm || len(c.left) == 0 || c.left[0] != SameAgain {
			if code < 1<<7 {
				out = append(out, byte(code))
			} else {
				out = binary.AppendUvarint(out, uint64(code))
			}
			continue
		}
		m.readings = append(m.readings[:0], code)
		for len(c.left) > 0 && c.left[0] == SameAgain {
			c.left = c.left[1:]
			if old = c.number(); c.bad || old < FirstOfForm || old >= uint64(len(in.codes)) {
				return false
			}
			m.readings = append(m.readings, in.codes[old])
		}
		out = m.codes.appendPlace(out, m.readings)
	}
	m.words = out
	return true
}
