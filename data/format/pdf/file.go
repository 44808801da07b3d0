package pdf

import (
	"bytes"
	"errors"
	"strconv"
)

// file is a PDF whose objects can be read by number.
//
// The objects are found by scanning for "12 0 obj", not by the cross-reference table: tables are
// often wrong in repaired files, and a hostile one can name offsets and sizes that exhaust memory
// or lead in circles. Of several objects with the same number, the last in the file is the newest.
type file struct {
	data    []byte
	values  int
	unpack  budget
	places  map[int]place
	streams map[int]packedObjects // object streams, by their number
	trailer dict
}

// place says where an object is: at an offset in the file, or in an object stream at an offset
// there.
type place struct {
	offset int
	inside int // number of the object stream; 0 for none
}

// packedObjects is the content of an object stream.
type packedObjects struct {
	data []byte
}

// maxObjects is the maximum number of objects in a file.
const maxObjects = 500_000

var (
	errEncrypted = errors.New("it is encrypted: save a copy without a password, or add the paper by its id or title")
	errCutOff    = errors.New("it has no list of pages: it is cut off or damaged")
)

// load finds the objects of a file. The error of a file that exceeds a limit says which.
func load(data []byte) (f *file, err error) {
	defer recoverLimit(&err)
	f = &file{data: data, values: maxValues, unpack: MaxUnpacked, places: map[int]place{}, streams: map[int]packedObjects{}, trailer: dict{}}
	packed := f.scan()
	f.readTrailers()
	if f.trailer["Encrypt"] != nil {
		return nil, errEncrypted
	}
	for _, number := range packed {
		f.openPacked(number)
	}
	return f, nil
}

// recoverLimit turns the panic of a limit into *err.
func recoverLimit(err *error) {
	switch value := recover(); value {
	case nil:
	case errDeep, errComplex, errUnpacked:
		*err = value.(error)
	default:
		panic(value)
	}
}

// scan records where objects are, and returns the numbers of the object streams.
func (f *file) scan() (packed []int) {
	for at := 0; ; {
		i := bytes.Index(f.data[at:], []byte("obj"))
		if i < 0 {
			return packed
		}
		at += i + len("obj")
		number, ok := numberBefore(f.data[:at-len("obj")])
		if !ok {
			continue
		}
		if len(f.places) == maxObjects {
			panic(errComplex)
		}
		f.places[number] = place{offset: at}
		object, end := f.parse(at)
		at = max(at, end)
		if s, ok := object.(stream); ok {
			switch s.dict["Type"] {
			case name("ObjStm"):
				packed = append(packed, number)
			case name("XRef"):
				f.addTrailer(s.dict)
			}
		}
	}
}

// numberBefore returns the number of the object whose "12 0 " ends data.
func numberBefore(data []byte) (int, bool) {
	const longest = 24
	line := data[max(0, len(data)-longest):]
	trimmed := bytes.TrimRight(line, " \t\r\n")
	generation := bytes.TrimRight(trimmed, "0123456789")
	if len(generation) == len(trimmed) {
		return 0, false
	}
	before := bytes.TrimRight(generation, " \t\r\n")
	digits := before[len(bytes.TrimRight(before, "0123456789")):]
	if len(before) == len(generation) {
		return 0, false
	}
	n, err := strconv.Atoi(string(digits))
	return n, err == nil && n > 0
}

// parse reads the object at an offset, and returns where it ends.
func (f *file) parse(at int) (object any, end int) {
	defer func() { f.charge(end - at) }()
	l := lexer{data: f.data, at: at, values: &f.values}
	object = l.object(0)
	d, ok := object.(dict)
	if !ok || !l.skip() || !bytes.HasPrefix(l.data[l.at:], []byte("stream")) {
		return object, l.at
	}
	start := l.at + len("stream")
	if start < len(f.data) && f.data[start] == '\r' {
		start++
	}
	if start < len(f.data) && f.data[start] == '\n' {
		start++
	}
	end = f.endOfStream(d, start)
	return stream{d, f.data[start:end]}, end
}

// charge counts the bytes of an object that was parsed, because a reference to a long string can be
// followed again and again. bytesPerValue bytes count as one value.
func (f *file) charge(bytes int) {
	const bytesPerValue = 64
	if f.values -= bytes / bytesPerValue; f.values < 0 {
		panic(errComplex)
	}
}

// endOfStream returns where the stream ends that starts at an offset: after its length if
// "endstream" follows there, and otherwise before the next "endstream".
func (f *file) endOfStream(d dict, start int) int {
	mark := []byte("endstream")
	if length, ok := d["Length"].(float64); ok && length >= 0 && length <= float64(len(f.data)-start) {
		end := start + int(length)
		if bytes.HasPrefix(bytes.TrimLeft(f.data[end:min(len(f.data), end+len(mark)+2)], "\r\n"), mark) {
			return end
		}
	}
	if i := bytes.Index(f.data[start:], mark); i >= 0 {
		return start + i
	}
	return len(f.data)
}

// readTrailers reads the trailers of cross-reference tables.
func (f *file) readTrailers() {
	mark := []byte("trailer")
	for at := 0; ; {
		i := bytes.Index(f.data[at:], mark)
		if i < 0 {
			return
		}
		at += i + len(mark)
		l := lexer{data: f.data, at: at, values: &f.values}
		if d, ok := l.object(0).(dict); ok {
			f.addTrailer(d)
		}
	}
}

// addTrailer copies the entries of a trailer that matter. Those of a later one win.
func (f *file) addTrailer(d dict) {
	for _, key := range []name{"Root", "Info", "Encrypt"} {
		if value := d[key]; value != nil {
			f.trailer[key] = value
		}
	}
}

// openPacked unpacks an object stream (ISO 32000-1, 7.5.7) and records where its objects are. A
// damaged one has none.
func (f *file) openPacked(number int) {
	s, ok := f.get(ref(number)).(stream)
	if !ok {
		return
	}
	content, err := f.decode(s)
	first, ok := f.get(s.dict["First"]).(float64)
	if err != nil || !ok || first < 0 || first > float64(len(content)) {
		return
	}
	at := f.places[number].offset
	f.streams[number] = packedObjects{content}
	header := lexer{data: content[:int(first)], values: &f.values}
	for {
		object, ok1 := header.object(0).(float64)
		offset, ok2 := header.object(0).(float64)
		if !ok1 || !ok2 || object < 1 || object >= 1<<31 || offset < 0 || offset > float64(len(content))-first {
			return
		}
		known, ok := f.places[int(object)]
		if ok && known.inside == 0 && known.offset > at || !ok && len(f.places) == maxObjects {
			continue
		}
		f.places[int(object)] = place{offset: int(first) + int(offset), inside: number}
	}
}

// get returns o, or the object that it refers to. If there is none, it returns nil.
func (f *file) get(o any) any {
	for range maxNesting {
		number, ok := o.(ref)
		if !ok {
			return o
		}
		at, ok := f.places[int(number)]
		switch {
		case !ok:
			return nil
		case at.inside == 0:
			o, _ = f.parse(at.offset)
		default:
			l := lexer{data: f.streams[at.inside].data, at: at.offset, values: &f.values}
			o = l.object(0)
			f.charge(l.at - at.offset)
		}
	}
	return nil
}

// dict returns the dictionary that o is or refers to; that of a stream, too. It may be nil.
func (f *file) dict(o any) dict {
	switch o := f.get(o).(type) {
	case dict:
		return o
	case stream:
		return o.dict
	}
	return nil
}

// number returns the number that o is or refers to, or usual.
func (f *file) number(o any, usual float64) float64 {
	if n, ok := f.get(o).(float64); ok {
		return n
	}
	return usual
}

const (
	// MaxPages is how many pages are read: ids and title are on the first.
	MaxPages = 3
	// maxPageNodes is the maximum number of nodes of the tree of pages that are visited.
	maxPageNodes = 10_000
)

// page is a page with its resources, which it may inherit.
type page struct{ dict, resources dict }

// pages returns the first pages.
func (f *file) pages() ([]page, error) {
	var found []page
	seen := 0
	var walk func(node any, resources dict, depth int)
	walk = func(node any, resources dict, depth int) {
		seen++
		d := f.dict(node)
		if d == nil || depth > maxNesting || seen > maxPageNodes || len(found) == MaxPages {
			return
		}
		if own := f.dict(d["Resources"]); own != nil {
			resources = own
		}
		kids, ok := f.get(d["Kids"]).(array)
		if !ok {
			found = append(found, page{d, resources})
			return
		}
		for _, kid := range kids {
			if seen > maxPageNodes || len(found) == MaxPages {
				return
			}
			walk(kid, resources, depth+1)
		}
	}
	walk(f.dict(f.trailer["Root"])["Pages"], nil, 0)
	if len(found) == 0 {
		return nil, errCutOff
	}
	return found, nil
}
