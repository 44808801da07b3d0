package format

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"time"

	"paperboy/data"
)

const (
	// maxFreeBytes and maxExpansion bound what an archive may unfold to: more than
	// the first is read only while it is less than the second times the archive's
	// own bytes. The papers of real collections shrink to a third or a tenth,
	// references of one template to a fiftieth; a bomb's zeros to a thousandth.
	maxFreeBytes = 256 << 20
	maxExpansion = 200
	// maxDirectoryBytes bounds the table of a zip's members, which is held in
	// memory: room for about a million of them.
	maxDirectoryBytes = 64 << 20
	// maxSpoolBytes bounds a zip archive that does not come as a file.
	maxSpoolBytes = 4 << 30
)

var zipMagic = []byte("PK\x03\x04")

// tarHeaderLen is how much of a tar archive tells that it is one.
const tarHeaderLen = 512

func isTar(head []byte) bool {
	const magicAt = 257
	return len(head) >= tarHeaderLen && bytes.HasPrefix(head[magicAt:], []byte("ustar"))
}

func isZip(f io.ReaderAt) bool {
	head := make([]byte, len(zipMagic))
	_, err := f.ReadAt(head, 0)
	return err == nil && bytes.Equal(head, zipMagic)
}

// isHidden reports members that are no one's papers: dot files, and what a Mac
// adds to its archives.
func isHidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == "__MACOSX" || strings.HasPrefix(part, ".") && part != "." && part != ".." {
			return true
		}
	}
	return false
}

// archived returns the location of an archive's member, and the yield function for its
// records, which names the archive and the member in records and rejections.
func archived(archive, name string, yield yieldFunc) (location string, named yieldFunc) {
	name = path.Clean("/" + name)[1:]
	return archive + "/" + name, func(r data.Record, err error) bool {
		if rejection, ok := errors.AsType[*data.Rejection](err); ok {
			rejection.File, rejection.Entry = archive, name+", "+rejection.Entry
		}
		r.File, r.Member = archive, name
		return yield(r, err)
	}
}

// unfolding is what the members of one archive have grown to.
type unfolding struct {
	archive func() int64 // bytes of the archive itself, as far as known
	out     int64
}

var errBomb = errors.New("it unfolds to more than any collection of papers would: a decompression bomb")

// reader is a member within the bounds of its archive.
func (u *unfolding) reader(member io.Reader) io.Reader { return unfolded{member, u} }

type unfolded struct {
	io.Reader
	*unfolding
}

func (u unfolded) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	u.out += int64(n)
	if u.out > maxFreeBytes && u.out > maxExpansion*u.archive() {
		return n, errBomb
	}
	return n, err
}

// member reads one file of an archive. It may be compressed, but no archive.
func (o *opener) member(ctx context.Context, location string, modified time.Time, r io.Reader, yield yieldFunc) error {
	in, err := o.unwrap(location, &counter{Reader: r, ctx: ctx, report: func(int) {}})
	if err != nil {
		return err
	}
	defer in.Close()
	return o.records(ctx, location, modified, in, yield)
}

// tar reads the members of a tar archive as they come.
func (o *opener) tar(ctx context.Context, location string, in *stream, yield yieldFunc) error {
	read := o.read
	unfolding := &unfolding{archive: func() int64 { return o.read - read + SniffLen }}
	archive := tar.NewReader(unfolding.reader(in))
	files := 0
	for {
		member, err := archive.Next()
		switch {
		case err == io.EOF && files == 0:
			return inputErrorf(location, "the archive has no files")
		case err == io.EOF:
			return nil
		case err != nil:
			return inputErrorf(location, "the archive is damaged or cut off: %w", err)
		case member.Typeflag != tar.TypeReg || isHidden(member.Name):
			continue
		}
		files++
		name, yield := archived(location, member.Name, yield)
		err = o.member(ctx, name, member.ModTime, archive, yield)
		if errors.Is(err, errBomb) {
			return &inputError{location, errBomb}
		}
		if err := o.alone(ctx, name, err, yield); err != nil {
			return err
		}
	}
}

// zip reads the members of a zip archive of size bytes, in its own order.
func (o *opener) zip(ctx context.Context, location string, f io.ReaderAt, size int64, yield yieldFunc) error {
	if n, err := directoryBytes(f, size); err != nil || n > maxDirectoryBytes {
		return &inputError{location, cmp.Or(err, errDirectory)}
	}
	archive, err := zip.NewReader(f, size)
	if err != nil {
		return inputErrorf(location, "the archive is damaged or cut off: %w", err)
	}
	if _, err := archive.Open("[Content_Types].xml"); err == nil {
		return inputErrorf(location, "%w: it looks like an Office document", ErrFormat)
	}
	before, files := o.read, 0
	unfolding := &unfolding{archive: func() int64 { return size }}
	for _, member := range archive.File {
		if !member.Mode().IsRegular() || isHidden(member.Name) {
			continue
		}
		files++
		name, yield := archived(location, member.Name, yield)
		err := o.zipMember(ctx, name, member, unfolding, yield)
		if errors.Is(err, errBomb) {
			return &inputError{location, errBomb}
		}
		if err := o.alone(ctx, name, err, yield); err != nil {
			return err
		}
		o.advance(name, int64(member.CompressedSize64))
	}
	if files == 0 {
		return inputErrorf(location, "the archive has no files")
	}
	o.read = before
	o.advance(location, size)
	return nil
}

func (o *opener) zipMember(ctx context.Context, location string, member *zip.File, unfolding *unfolding, yield yieldFunc) error {
	const encrypted = 1
	if member.Flags&encrypted != 0 {
		return inputErrorf(location, "it is encrypted")
	}
	r, err := member.Open()
	if err != nil {
		return &inputError{location, err}
	}
	defer r.Close()
	return o.member(ctx, location, member.Modified, unfolding.reader(r), yield)
}

var errDirectory = fmt.Errorf("the archive has a table of contents of more than %d MiB: unpack it and read the folder", maxDirectoryBytes>>20)

// directoryBytes is the size of a zip's table of contents, by the record that ends
// the archive (APPNOTE.TXT, 4.3.16). One of 4 GiB and more is told as 4 GiB.
func directoryBytes(f io.ReaderAt, size int64) (int64, error) {
	const recordLen, maxComment, sizeAt = 22, 1<<16 - 1, 12
	tail := make([]byte, min(size, recordLen+maxComment))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return 0, err
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < recordLen {
		return 0, errors.New("the zip archive is cut off: its table of contents is missing")
	}
	return int64(binary.LittleEndian.Uint32(tail[at+sizeAt:])), nil
}

// spooledZip reads a zip archive of a stream, which has to stand in a file: its
// table of contents comes last.
func (o *opener) spooledZip(ctx context.Context, location string, in *stream, yield yieldFunc) error {
	f, err := os.CreateTemp("", "paperboy-*.zip")
	if err != nil {
		return &inputError{location, err}
	}
	defer os.Remove(f.Name())
	defer f.Close()
	size, err := io.Copy(f, io.LimitReader(in, maxSpoolBytes+1))
	switch {
	case err != nil:
		return &inputError{location, err}
	case size > maxSpoolBytes:
		return inputErrorf(location, "a zip archive of more than %d GiB: download it and read the file", maxSpoolBytes>>30)
	}
	o.total += size // to be read a second time
	return o.zip(ctx, location, f, size, yield)
}
