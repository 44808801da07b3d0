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
	// maxFreeBytes and maxExpansion bound what an archive may expand to: beyond
	// maxFreeBytes, at most maxExpansion times the size of the archive. Papers of real
	// collections compress to a third or a tenth, references that follow a template to a
	// fiftieth, and the zeros of a bomb to a thousandth.
	maxFreeBytes = 256 << 20
	maxExpansion = 200
	// maxDirectoryBytes bounds the table of contents of a zip archive, which is held in
	// memory. It suffices for about a million members.
	maxDirectoryBytes = 64 << 20
	// maxSpoolBytes bounds a zip archive that is read from a stream.
	maxSpoolBytes = 4 << 30
)

var zipMagic = []byte("PK\x03\x04")

// tarHeaderLen is how many bytes are needed to recognize a tar archive.
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

// isHidden reports whether a member is a dot file, or was added to the archive by macOS.
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

// unfolding counts the decompressed bytes of an archive.
type unfolding struct {
	archive func() int64 // bytes of the archive itself, as far as known
	out     int64
}

var errBomb = errors.New("it expands to more than any collection of papers would: a decompression bomb")

// reader returns a reader of a member that stops at the bounds of the archive.
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

// member reads one file of an archive. The file may be compressed, but must not be an archive.
func (o *opener) member(ctx context.Context, location string, modified time.Time, r io.Reader, yield yieldFunc) error {
	in, err := o.unwrap(location, &counter{Reader: r, ctx: ctx, report: func(int) {}})
	if err != nil {
		return err
	}
	defer in.Close()
	return o.records(ctx, location, modified, in, yield)
}

// tar reads the members of a tar archive in order.
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
		if err := o.rejectFile(ctx, name, err, yield); err != nil {
			return err
		}
	}
}

// zip reads the members of a zip archive of size bytes, in the order of the archive.
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
		if err := o.rejectFile(ctx, name, err, yield); err != nil {
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

// directoryBytes returns the size of the table of contents of a zip archive, from the record at
// its end (APPNOTE.TXT, 4.3.16). A size of more than 4 GiB is returned as 4 GiB.
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

// spooledZip reads a zip archive from a stream. It copies it to a file first, because the table
// of contents is at the end.
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
	o.total += size // it is read a second time
	return o.zip(ctx, location, f, size, yield)
}
