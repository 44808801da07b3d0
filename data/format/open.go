package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"paperboy/data"
)

// Options configure Open. Formats is required, the other fields have defaults.
type Options struct {
	// Formats are tried in order. The first that recognizes the input reads it.
	Formats []Format
	// Format, if not empty, is the name of the format to use.
	Format string
	// AsOf is the day on which pages were seen. It may be unknown.
	AsOf data.Date
	// Source overrides the name of the source in the provenance, if not empty.
	Source string
	// MaxBytes limits the decompressed size of a location, with all members of an archive
	// together. If it is 0, only the limits for URLs and archives apply.
	MaxBytes int64
	// Client fetches URLs. nil means NewClient(false), which connects to public addresses
	// only.
	Client *http.Client
	// Now is the clock. nil means time.Now.
	Now func() time.Time
	// Stdin is the input for "-". nil means os.Stdin.
	Stdin io.Reader
	// Progress, if not nil, is called after every read.
	Progress func(Progress)
}

// Progress says how much of a location was read.
type Progress struct {
	// Location is the file or URL being read.
	Location string
	// Read and Total are in bytes as stored, before decompression, and for a folder over all
	// its files. Total is 0 if it is not known.
	Read, Total int64
}

// Stdin is the location of the standard input.
const Stdin = "-"

// Open yields the records of a location: a file, all files of a folder (in the order of their
// names, without hidden ones), an http or https URL, or "-". It decompresses Gzip and
// Zstandard, reads a zip or tar archive like a folder, and recognizes the format by content.
//
// An input that can't be read, is empty, or has no known format ends the sequence with an
// error. Within a folder or archive, the error is a *data.Rejection that names the file, and
// the next file follows. The records before an error are yielded. A cancelled context ends
// the sequence with its error.
func Open(ctx context.Context, location string, opts Options) Records {
	return func(yield func(data.Record, error) bool) {
		o, err := newOpener(opts)
		if err == nil {
			err = o.open(ctx, location, yield)
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(data.Record{}, err)
		}
	}
}

// Read yields the records of a stream as Open does. location is its name in provenance and
// messages, and fetched the time at which it was obtained.
func Read(ctx context.Context, location string, fetched time.Time, r io.Reader, opts Options) Records {
	return func(yield func(data.Record, error) bool) {
		o, err := newOpener(opts)
		if err == nil {
			err = o.stream(ctx, location, fetched, r, yield)
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(data.Record{}, err)
		}
	}
}

// errStopped means that the caller stopped early.
var errStopped = errors.New("stopped")

type yieldFunc = func(data.Record, error) bool

// opener holds Options with defaults applied, and the state of one Open.
type opener struct {
	Options
	read, total int64
	given       int64 // bytes read so far, limited by MaxBytes
}

func newOpener(opts Options) (*opener, error) {
	if opts.Format != "" {
		named, err := formatNamed(opts.Formats, opts.Format)
		if err != nil {
			return nil, err
		}
		named.Sniff, named.IsSure = func([]byte) bool { return true }, nil
		opts.Formats = []Format{named}
	}
	if opts.Client == nil {
		opts.Client = NewClient(false)
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Stdin == nil {
		opts.Stdin = os.Stdin
	}
	return &opener{Options: opts}, nil
}

func formatNamed(formats []Format, name string) (Format, error) {
	names := make([]string, len(formats))
	for i, f := range formats {
		if f.Name == name {
			return f, nil
		}
		names[i] = f.Name
	}
	return Format{}, fmt.Errorf("unknown format %q: there are %s", name, strings.Join(names, ", "))
}

func (o *opener) open(ctx context.Context, location string, yield yieldFunc) error {
	switch {
	case location == Stdin:
		return o.stream(ctx, "standard input", o.Now(), o.Stdin, yield)
	case IsURL(location):
		return o.fetch(ctx, location, yield)
	}
	info, err := os.Stat(location)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return o.folder(ctx, location, yield)
	}
	o.total = info.Size()
	return o.file(ctx, location, yield)
}

// IsURL reports whether a location is an address on the web, not a file.
func IsURL(location string) bool {
	lower := strings.ToLower(location)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

func (o *opener) file(ctx context.Context, path string, yield yieldFunc) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if isZip(f) {
		return o.zip(ctx, path, f, info.Size(), yield)
	}
	return o.stream(ctx, path, info.ModTime(), f, yield)
}

// folder reads all files below dir.
func (o *opener) folder(ctx context.Context, dir string, yield yieldFunc) error {
	files, err := o.list(dir, yield)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return inputErrorf(dir, "the folder has no files")
	}
	for _, f := range files {
		before := o.read
		if err := o.rejectFile(ctx, f.path, o.file(ctx, f.path, yield), yield); err != nil {
			return err
		}
		o.read = before + f.size
	}
	return nil
}

// rejectFile turns the error of one of several files into a rejection of that file, so that the
// others are read.
func (o *opener) rejectFile(ctx context.Context, path string, err error, yield yieldFunc) error {
	switch {
	case errors.Is(err, errStopped) || errors.Is(err, ErrTooLarge) || ctx.Err() != nil:
		return err
	case err != nil && !yield(data.Record{}, RejectInput(path, err)):
		return errStopped
	}
	return nil
}

type listedFile struct {
	path string
	size int64
}

// list returns the files below dir, including links to files, and adds up their sizes.
func (o *opener) list(dir string, yield yieldFunc) ([]listedFile, error) {
	var files []listedFile
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			if path == dir {
				return err
			}
			if !yield(data.Record{}, RejectInput(path, err)) {
				return errStopped
			}
			return nil
		}
		if path != dir && strings.HasPrefix(entry.Name(), ".") {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			files = append(files, listedFile{path, info.Size()})
			o.total += info.Size()
		}
		return nil
	})
	return files, err
}

// RejectInput returns a rejection of a whole file because of the error that ended it. The code is
// "unknown_format" for ErrFormat, "too_large" for ErrTooLarge, and otherwise
// "unreadable_input".
func RejectInput(path string, err error) *data.Rejection {
	code := "unreadable_input"
	switch {
	case errors.Is(err, ErrFormat):
		code = "unknown_format"
	case errors.Is(err, ErrTooLarge):
		code = "too_large"
	}
	reason := err.Error()
	if failed, ok := errors.AsType[*inputError](err); ok {
		reason = failed.err.Error()
	}
	return &data.Rejection{File: path, Entry: "file", Code: code, Reason: reason}
}

// inputError is an error of one file, folder, URL or member of an archive.
type inputError struct {
	file string
	err  error
}

func (e *inputError) Error() string { return fmt.Sprintf("read %s: %v", e.file, e.err) }
func (e *inputError) Unwrap() error { return e.err }

func inputErrorf(file, format string, args ...any) *inputError {
	return &inputError{file, fmt.Errorf(format, args...)}
}

// stream reads an input that may be compressed, or an archive.
func (o *opener) stream(ctx context.Context, location string, fetched time.Time, r io.Reader, yield yieldFunc) error {
	in, err := o.unwrap(location, o.counted(ctx, location, r))
	if err != nil {
		return err
	}
	defer in.Close()
	switch head, _ := in.Peek(tarHeaderLen); {
	case bytes.HasPrefix(head, zipMagic):
		return o.spooledZip(ctx, location, in, yield)
	case isTar(head):
		return o.tar(ctx, location, in, yield)
	}
	return o.records(ctx, location, fetched, in, yield)
}

// counted returns a reader that reports every read of r as progress.
func (o *opener) counted(ctx context.Context, location string, r io.Reader) io.Reader {
	return &counter{Reader: r, ctx: ctx, report: func(n int) { o.advance(location, int64(n)) }}
}

// advance reports that n more bytes were read.
func (o *opener) advance(location string, n int64) {
	o.read += n
	if o.Progress != nil {
		o.Progress(Progress{Location: location, Read: o.read, Total: o.total})
	}
}

// records reads a decompressed input.
func (o *opener) records(ctx context.Context, location string, fetched time.Time, in *stream, yield yieldFunc) error {
	format, err := o.recognize(location, in)
	if err != nil {
		return err
	}
	capped := &capped{in, o}
	input := Input{
		Reader: capped, Location: location, AsOf: o.AsOf, Fetched: fetched.UTC().Truncate(time.Second), Source: o.Source, guessed: &in.guessed,
	}
	for record, err := range format.Read(ctx, input) {
		if err != nil && capped.over() {
			break
		}
		if rejection := (*data.Rejection)(nil); err != nil && !errors.As(err, &rejection) {
			return &inputError{location, err}
		}
		record.File = location
		if !yield(record, err) {
			return errStopped
		}
	}
	if capped.over() {
		return inputErrorf(location, "%w: it holds more than %d MiB", ErrTooLarge, o.MaxBytes>>20)
	}
	return nil
}

// ErrTooLarge is wrapped by the error of a location with more than Options.MaxBytes.
var ErrTooLarge = errors.New("too large")

// capped limits an input to Options.MaxBytes.
type capped struct {
	io.Reader
	*opener
}

func (c *capped) over() bool { return c.MaxBytes > 0 && c.given > c.MaxBytes }

func (c *capped) Read(p []byte) (int, error) {
	if c.over() {
		return 0, ErrTooLarge
	}
	if c.MaxBytes > 0 {
		p = p[:min(int64(len(p)), c.MaxBytes-c.given+1)]
	}
	n, err := c.Reader.Read(p)
	c.given += int64(n)
	return n, err
}

// counter reports every read, and fails when its context is done.
type counter struct {
	io.Reader
	ctx    context.Context
	report func(n int)
}

func (c *counter) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.Reader.Read(p)
	c.report(n)
	return n, err
}
