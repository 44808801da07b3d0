package segmentfile

import (
	"encoding/binary"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Papers are written in blocks, each of which is compressed by itself: its length before, its
// length after, and the compressed bytes.

// blockBytes is the length from which on a block ends.
const blockBytes = 128 << 10

// maxBlockBytes bounds the length of a block that is read: damage must not make it huge.
const maxBlockBytes = 1 << 30

// Paper is what the file says about a paper. Its slices are valid until the next one is read.
type Paper struct {
	Record []byte
	// Words are the codes of the title, EndOfTitle, and the codes of the abstract.
	Words []byte
	// hidden is the hidden forms as varints: twice the form, and one more in the abstract.
	hidden []byte
}

// EachHidden calls f with the hidden forms of the paper, once for each time that one occurs.
func (p *Paper) EachHidden(f func(form uint32, inAbstract bool)) {
	for c := (cursor{left: p.hidden}); len(c.left) > 0 && !c.bad; {
		v := c.number()
		f(uint32(v>>1), v&1 == 1)
	}
}

// encoder compresses one block at a time, in the calling goroutine.
var encoders = sync.Pool{New: func() any {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderCRC(false), zstd.WithWindowSize(blockBytes*2))
	if err != nil {
		panic(err) // the options are right
	}
	return e
}}

var decoders = sync.Pool{New: func() any {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxBlockBytes), zstd.IgnoreChecksum(true))
	if err != nil {
		panic(err)
	}
	return d
}}

// blockWriter collects papers and appends blocks to what is passed to emit.
type blockWriter struct {
	block, packed []byte
	emit          func([]byte) error
	written       uint64
}

func (w *blockWriter) add(p *Paper) error {
	for _, part := range [][]byte{p.Record, p.Words, p.hidden} {
		w.block = append(binary.AppendUvarint(w.block, uint64(len(part))), part...)
	}
	if len(w.block) < blockBytes {
		return nil
	}
	return w.flush()
}

func (w *blockWriter) flush() error {
	if len(w.block) == 0 {
		return nil
	}
	e := encoders.Get().(*zstd.Encoder)
	defer encoders.Put(e)
	w.packed = e.EncodeAll(w.block, w.packed[:0])
	header := binary.AppendUvarint(nil, uint64(len(w.block)))
	header = binary.AppendUvarint(header, uint64(len(w.packed)))
	w.block = w.block[:0]
	w.written += uint64(len(header) + len(w.packed))
	if err := w.emit(header); err != nil {
		return err
	}
	return w.emit(w.packed)
}

// Reader reads the papers of a file in order.
type Reader struct {
	blocks  cursor
	block   []byte
	papers  cursor
	decoder *zstd.Decoder
	Paper   Paper
}

// Papers returns a reader before the first paper. The caller must Close it.
func (f *File) Papers() *Reader {
	return &Reader{blocks: cursor{left: f.blocks}, decoder: decoders.Get().(*zstd.Decoder)}
}

// Close gives back what the reader uses.
func (r *Reader) Close() { decoders.Put(r.decoder) }

// Next reads the next paper, which the caller knows to exist. Its error is ErrDamaged.
func (r *Reader) Next() error {
	if len(r.papers.left) == 0 {
		length := r.blocks.number()
		packed := r.blocks.bytes(r.blocks.number())
		if r.blocks.bad || length > maxBlockBytes {
			return ErrDamaged
		}
		var err error
		if r.block, err = r.decoder.DecodeAll(packed, r.block[:0]); err != nil || uint64(len(r.block)) != length {
			return ErrDamaged
		}
		r.papers.left = r.block
	}
	c := &r.papers
	r.Paper = Paper{c.bytes(c.number()), c.bytes(c.number()), c.bytes(c.number())}
	if c.bad {
		return ErrDamaged
	}
	return nil
}

// AtEnd reports whether all papers were read.
func (r *Reader) AtEnd() bool { return len(r.papers.left) == 0 && len(r.blocks.left) == 0 }
