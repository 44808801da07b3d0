package mapped

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

var testIdentity = Identity{1, 1 << 40}

// someSections are of lengths around those of blocks and alignments.
func someSections() [][]byte {
	random := rand.New(rand.NewPCG(1, 2))
	var sections [][]byte
	for _, n := range []int{0, 1, 63, 64, 65, BlockSize - 1, 2*BlockSize + 7, 0, 4096} {
		section := make([]byte, n)
		for i := range section {
			section[i] = byte(random.Uint32())
		}
		sections = append(sections, section)
	}
	return sections
}

func written(t *testing.T) (path string, sections [][]byte) {
	t.Helper()
	path, sections = filepath.Join(t.TempDir(), "file"), someSections()
	f, err := Write(path, testIdentity, sections)
	if err != nil {
		t.Fatal(err)
	}
	wantSections(t, f, sections)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path, sections
}

func wantSections(t *testing.T, f *File, want [][]byte) {
	t.Helper()
	if f.Sections() != len(want) {
		t.Fatalf("%d sections, want %d", f.Sections(), len(want))
	}
	for i := range want {
		if !bytes.Equal(f.Section(i), want[i]) {
			t.Errorf("section %d differs", i)
		}
	}
}

func TestOpen(t *testing.T) {
	path, sections := written(t)
	f, err := Open(path, testIdentity)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	wantSections(t, f, sections)
	for _, other := range []Identity{nil, {1}, {1, 2}, {1, 1 << 40, 0}} {
		if _, err := Open(path, other); !errors.Is(err, ErrUnfit) {
			t.Errorf("as %v: error %v", other, err)
		}
	}
	if _, err := Open(path+"2", testIdentity); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: error %v", err)
	}
	if text := Text(f.Section(4)); !f.Holds(text) || f.Holds("text") || f.Holds("") {
		t.Error("Holds is wrong")
	}
}

// TestRead reads a file as where nothing can be mapped.
func TestRead(t *testing.T) {
	path, sections := written(t)
	f, err := Open(path, testIdentity)
	if err != nil {
		t.Fatal(err)
	}
	f.cleanup.Stop()
	f.unmap()
	if err := f.read(); err != nil {
		t.Fatal(err)
	}
	if f.Blocks() != 0 || !bytes.Contains(f.data, sections[6]) || int64(len(f.data)) != f.Len() {
		t.Error("what was read is not the file")
	}
	if list, err := View[uint64](f.data[:4096]); err != nil || !bytes.Equal(Bytes(list), f.data[:4096]) {
		t.Errorf("a view of it: error %v", err)
	}
}

// TestDamage flips each byte of the header and some of the blocks, and cuts the file: it must
// not open, or be as it was where the byte is of no section.
func TestDamage(t *testing.T) {
	path, sections := written(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	places := slices.Collect(func(yield func(int) bool) {
		for at := 0; at < 600 && yield(at); at++ {
		}
		for range 200 {
			if !yield(random.IntN(len(whole))) {
				return
			}
		}
	})
	refused := 0
	for _, at := range places {
		damaged := slices.Clone(whole)
		damaged[at] ^= 1 << random.IntN(8)
		refused += wantRefused(t, path, damaged, sections)
	}
	for _, n := range []int{0, 1, 31, 32, 100, 4096, len(whole) / 2, len(whole) - 1} {
		if wantRefused(t, path, whole[:n], nil) == 0 {
			t.Errorf("a file cut to %d bytes was opened", n)
		}
	}
	if wantRefused(t, path, append(slices.Clone(whole), 0), nil) == 0 {
		t.Error("a longer file was opened")
	}
	if refused < len(places)-2*alignment {
		t.Errorf("%d of %d damages were found", refused, len(places))
	}
}

// wantRefused returns 1 if content does not open, and otherwise wants it to have the sections.
func wantRefused(t *testing.T, path string, content []byte, sections [][]byte) int {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path, testIdentity)
	if errors.Is(err, ErrUnfit) {
		return 1
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if sections != nil {
		wantSections(t, f, sections)
	}
	return 0
}

// TestLaterDamage changes an open file.
func TestLaterDamage(t *testing.T) {
	path, _ := written(t)
	f, err := Open(path, testIdentity)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	check := func() (bad int) {
		for i := range f.Blocks() {
			if _, err := f.CheckBlock(i); err != nil {
				bad++
			}
		}
		return bad
	}
	if bad := check(); bad != 0 || f.Blocks() != 4 {
		t.Fatalf("%d of %d blocks are bad", bad, f.Blocks())
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	at := int64(len(f.data) - 5000)
	if _, err := file.WriteAt([]byte{f.data[at] ^ 1}, at); err != nil {
		t.Fatal(err)
	}
	if bad := check(); bad != 1 {
		t.Errorf("%d blocks are bad after a bit was flipped", bad)
	}
	if err := file.Truncate(BlockSize); err != nil {
		t.Fatal(err)
	}
	if bad := check(); bad != 4 {
		t.Errorf("%d blocks are bad after the file was cut short", bad)
	}
}

// TestWriteFails wants the file of before after an attempt that fails, and nothing beside it.
func TestWriteFails(t *testing.T) {
	path, sections := written(t)
	if err := os.Mkdir(path+NewSuffix, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(path, testIdentity, nil); err == nil {
		t.Fatal("there was no error")
	}
	f, err := Open(path, testIdentity)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	wantSections(t, f, sections)
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(left) != 1 {
		t.Errorf("the folder has %v", left)
	}
}
