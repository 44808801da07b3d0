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

// Options say how Open reads. Formats is required, the rest has defaults.
type Options struct {
	// Formats are asked in this order whose input it is.
	Formats []Format
	// Format, if not empty, is the name of the one to use without asking.
	Format string
	// AsOf is the day on which pages were seen; zero where unknown.
	AsOf data.Date
	// Source overrides the name of the source in the provenance, if not empty.
	Source string
	// MaxBytes caps what the formats are given to read of one location, so that of
	// an archive's members together, decompressed; 0: no cap but those of URLs and
	// archives.
	MaxBytes int64
	// Client fetches URLs; nil is NewClient's that reaches public addresses only.
	Client *http.Client
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Stdin is what "-" reads; nil is os.Stdin.
	Stdin io.Reader
	// Progress, if not nil, is told after every read how far Open is.
	Progress func(Progress)
}

// Progress is how far the reading of one location is.
type Progress struct {
	// Location is the file or URL being read.
	Location string
	// Read and Total are bytes as they are stored, compressed ones too; of a
	// folder, over all its files. Total is 0 where it is not known.
	Read, Total int64
}

// Stdin is the location of the standard input.
const Stdin = "-"

// Open reads the records of one location: a file, every file of a folder (in the
// order of their names, hidden ones passed over), an http or https URL, or "-".
// Gzip and Zstandard are read through, a zip or tar archive is read as the folder
// that it was made of, and the format is recognised by content.
//
// An input that cannot be read, is empty, or is of no known format ends the
// sequence with an error that says so; within a folder or archive it is a *data.Rejection that
// names the file, and the next file follows. What was read before an input broke
// off has been yielded. A cancelled context ends the sequence with its error.
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

// Read is Open for a stream that the caller has: location names it in provenance
// and messages, and fetched is when it was got.
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

// errStopped means that the caller broke off.
var errStopped = errors.New("stopped")

type yieldFunc = func(data.Record, error) bool

// opener is Options with their defaults.
type opener struct {
	Options
	read, total int64
	given       int64 // what MaxBytes caps
}

func newOpener(opts Options) (*opener, error) {
	if opts.Format != "" {
		named, err := formatNamed(opts.Formats, opts.Format)
		if err != nil {
			return nil, err
		}
		named.Sniff = func([]byte) bool { return true }
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
	case isURL(location):
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

func isURL(location string) bool {
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

// folder reads every file below dir.
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
		if err := o.alone(ctx, f.path, o.file(ctx, f.path, yield), yield); err != nil {
			return err
		}
		o.read = before + f.size
	}
	return nil
}

// alone turns the error of one file among many into its rejection, so that the others
// are read.
func (o *opener) alone(ctx context.Context, path string, err error, yield yieldFunc) error {
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

// list finds the files below dir, links to files included, and adds up what
// there is to read.
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

// RejectInput refuses a whole file because of the error that ended it. The code is
// "unknown_format" for an ErrFormat, "too_large" for an ErrTooLarge and otherwise
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

// stream reads one input that may be compressed, or an archive.
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

// counted reports every read of r as progress.
func (o *opener) counted(ctx context.Context, location string, r io.Reader) io.Reader {
	return &counter{Reader: r, ctx: ctx, report: func(n int) { o.advance(location, int64(n)) }}
}

// advance reports that n more bytes are read.
func (o *opener) advance(location string, n int64) {
	o.read += n
	if o.Progress != nil {
		o.Progress(Progress{Location: location, Read: o.read, Total: o.total})
	}
}

// records reads one decompressed input.
func (o *opener) records(ctx context.Context, location string, fetched time.Time, in *stream, yield yieldFunc) error {
	format, err := o.recognise(location, in)
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

// ErrTooLarge is wrapped by the error of a location that holds more than
// Options.MaxBytes.
var ErrTooLarge = errors.New("too large")

// capped is an input within Options.MaxBytes.
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

// counter reports every read and ends when its context does.
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
