package library

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"paperboy/api/fair"
	"paperboy/api/fault"
	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/data/text"
	"paperboy/index/ingest"
)

// Limits of POST /ingest and of the page that adds papers.
const (
	// MaxIngestBytes limits the body of a request: some 300,000 papers.
	MaxIngestBytes = 512 << 20
	// MaxIngestUnpacked limits the unpacked bytes of each file.
	MaxIngestUnpacked = 1 << 30
	// MaxIngestFiles limits the files of a request.
	MaxIngestFiles = 1000
	// MaxIngestNamed limits the papers, and the rejections, that an answer names. It counts all.
	MaxIngestNamed = 1000

	maxFileName   = 200 // characters
	maxFormatName = 40
	// ingestPatience is how long an upload waits while MaxUploads others run.
	ingestPatience = 30 * time.Second
)

// shortMemory is the memory limit below which uploads run one at a time: each takes some
// 100 MB in addition to the index.
const shortMemory = 1 << 30

// MaxUploads returns how many uploads run at once, for POST /papers and for POST /ingest each.
func MaxUploads() int {
	if debug.SetMemoryLimit(-1) < shortMemory {
		return 1
	}
	return 2
}

// File is one file of a request. Its name has no folders.
type File struct {
	Name string
	io.Reader
}

// NewFile makes a File whose name is fit for messages and provenance: one line of valid UTF-8,
// of at most 200 characters.
func NewFile(name string, r io.Reader) File {
	line := []rune(text.OneLine(strings.ToValidUTF8(name, "\uFFFD")))
	if len(line) > maxFileName {
		line = line[len(line)-maxFileName:]
	}
	if len(line) == 0 {
		line = []rune("upload")
	}
	return File{string(line), r}
}

// FileFormat is a format that papers can be read from.
type FileFormat struct{ Name, Title string }

// FileFormats returns the formats that IngestFiles reads.
func (s *Service) FileFormats() []FileFormat {
	if s.Library == nil {
		return nil
	}
	all := Formats()
	known := make([]FileFormat, len(all))
	for i, f := range all {
		known[i] = FileFormat{Name: f.Name, Title: f.Title}
	}
	return known
}

// IngestParams are the parameters of POST /ingest.
type IngestParams struct {
	AddParams
	// Format is the name of the FileFormat of every file; empty: it is recognized.
	Format string
	// AsOf is the day on which a web page was saved; zero if unknown.
	AsOf data.Date
	// Name is the name of a body that is not a form.
	Name string
	// LookUp completes the papers of PDFs with what services say about the ids that they print.
	LookUp bool
}

// IngestTable has the parameters of POST /ingest.
var IngestTable = params.Table[IngestParams]{Rows: append([]params.Param[IngestParams]{
	params.Text("format", "The format of every file, by its name in 'paperboy ingest --help'. Default: it is recognized.", maxFormatName, func(p *IngestParams) *string { return &p.Format }),
	params.Date("as_of", "The day on which a page was seen, for dates without a year and for its votes.", func(p *IngestParams) *data.Date { return &p.AsOf }),
	params.Text("name", fmt.Sprintf("The name of a body without a file name, for rejects and provenance, at most %d characters.", maxFileName), maxFileName, func(p *IngestParams) *string { return &p.Name }),
	params.Bool("lookup", "Looks up the id that a PDF prints, at arXiv, Crossref and others, and adds what they say about the paper.", func(p *IngestParams) *bool { return &p.LookUp }),
}, params.Lift(AddTable.Rows, func(p *IngestParams) *AddParams { return &p.AddParams })...)}

// IngestAnswer is the answer to POST /ingest: the sum of its files, then each file. All that it
// counts is durable. IDs and Rejected name the first MaxIngestNamed.
type IngestAnswer struct {
	AddAnswer
	// Added counts new papers.
	Added int `json:"added"`
	// RejectedCount counts all rejections.
	RejectedCount int `json:"rejected_count"`
	// Since is a time before the first paper was added. A search with it as added_after finds
	// the new papers.
	Since time.Time      `json:"since"`
	Files []IngestedFile `json:"files"`
	// Notices say why papers of PDFs could not be looked up.
	Notices []string `json:"notices,omitempty"`

	total data.Count
}

// IngestedFile has the counts of one file.
type IngestedFile struct {
	Name       string `json:"name"`
	Accepted   int    `json:"accepted"`
	Added      int    `json:"added"`
	Updated    int    `json:"updated"`
	Unchanged  int    `json:"unchanged"`
	Suppressed int    `json:"suppressed"`
	Rejected   int    `json:"rejected"`
	tooLarge   bool
}

func (f *IngestedFile) setCount(c data.Count) {
	f.Accepted, f.Added, f.Updated, f.Unchanged = c.Accepted, c.Added, c.Updated, c.Unchanged
	f.Suppressed, f.Rejected = c.Suppressed, c.Rejected
}

// IngestFiles adds the papers of files while they are read. After an error the answer counts
// what is durable. The error is a fault of the code all_rejected if no paper was accepted, and
// of body_too_large if a file was too large to be read to its end.
func (s *Service) IngestFiles(ctx context.Context, files iter.Seq2[File, error], p IngestParams) (IngestAnswer, error) {
	a := IngestAnswer{AddAnswer: AddAnswer{IDs: []data.ID{}, Rejected: []data.Rejection{}}, Files: []IngestedFile{}, Since: s.Now().UTC().Truncate(time.Millisecond)}
	if s.Library == nil {
		return a, readOnly()
	}
	if err := s.checkFormat(p.Format); err != nil {
		return a, err
	}
	if err := fair.Reserve(ctx, s.ingests, ingestPatience, "uploads"); err != nil {
		return a, err
	}
	defer func() { <-s.ingests }()
	for file, err := range files {
		if err == nil && len(a.Files) == MaxIngestFiles {
			err = fault.New(fault.TooManyValues, "", "more than %d files in one request", MaxIngestFiles)
		}
		if err == nil {
			err = s.ingestFile(ctx, file, p, &a)
		}
		if problem, ok := errors.AsType[*fault.Error](err); ok {
			return a, countingAccepted(problem, a.Accepted)
		}
		if err != nil {
			return a, fmt.Errorf("ingest files: %w", err)
		}
	}
	if p.WaitVisible {
		a.Visible = s.WaitVisible(ctx, a.Sequence)
	}
	return a, a.problem()
}

// checkFormat refuses the name of a format that does not exist.
func (s *Service) checkFormat(name string) error {
	known := s.FileFormats()
	if name == "" || slices.ContainsFunc(known, func(f FileFormat) bool { return f.Name == name }) {
		return nil
	}
	names := make([]string, len(known))
	for i, f := range known {
		names[i] = f.Name
	}
	return params.NotAmong("format", name, names).Quote("format", name)
}

// ingestFile adds the papers of one file, and its counts to a.
func (s *Service) ingestFile(ctx context.Context, file File, p IngestParams, a *IngestAnswer) error {
	one := IngestedFile{Name: file.Name}
	options := ingest.RunOptions{Undelete: p.Undelete, IDs: true, MaxIDs: MaxIngestNamed, Reject: func(r data.Rejection) error {
		one.tooLarge = one.tooLarge || r.Code == codeTooLarge
		if len(a.Rejected) < MaxIngestNamed {
			a.Rejected = append(a.Rejected, r)
		}
		return nil
	}}
	added, err := s.addFile(ctx, file, p, options, a)
	audit.Note(ctx, audit.PapersAdd, added.IDs...)
	audit.Count(ctx, max(0, added.Accepted-len(added.IDs)))
	one.setCount(added.Count)
	a.total.Add(added.Count)
	a.setCount(a.total)
	a.Warnings, a.Warned = a.Warnings.Plus(added.Warnings), a.Warned.Plus(added.Warned)
	a.Added, a.RejectedCount = a.total.Added, a.total.Rejected
	a.IDs = append(a.IDs, added.IDs[:min(len(added.IDs), MaxIngestNamed-len(a.IDs))]...)
	a.Sequence = max(a.Sequence, added.Sequence)
	a.Files = append(a.Files, one)
	return err
}

// addFile adds the papers of a file. It looks up that of a PDF, if the parameters ask for it.
func (s *Service) addFile(ctx context.Context, file File, p IngestParams, o ingest.RunOptions, a *IngestAnswer) (ingest.Report, error) {
	if p.LookUp && s.Complete != nil && p.Format == "" {
		content, rest := contentOfPDF(file)
		if content != nil {
			return s.completePDF(ctx, file.Name, content, o, a)
		}
		file.Reader = rest
	}
	return s.Library.AddFile(ctx, file.Name, file, FileOptions{Format: p.Format, AsOf: p.AsOf, MaxBytes: MaxIngestUnpacked, RunOptions: o})
}

// codeTooLarge is the code of the rejection of what follows the first MaxIngestUnpacked bytes.
const codeTooLarge = "too_large"

// problem returns the error of an answer with a file that was too large, or without accepted
// papers; nil for other answers.
func (a *IngestAnswer) problem() error {
	for _, file := range a.Files {
		if file.tooLarge {
			tooLarge := fault.New(fault.BodyTooLarge, "", "%s holds more than %d MiB when unpacked", fault.Clip(file.Name), MaxIngestUnpacked>>20)
			return &RejectedError{countingAccepted(tooLarge, a.Accepted), a.Rejected}
		}
	}
	switch {
	case a.Accepted > 0 || a.Suppressed > 0:
		return nil
	case a.RejectedCount == 0:
		return fault.New(fault.AllRejected, "", "there are no papers in what was sent")
	}
	first := a.Rejected[0]
	return &RejectedError{fault.New(fault.AllRejected, "", "nothing could be taken; the first reason, in %s, %s: %s", fault.Clip(first.File), first.Entry, first.Reason), a.Rejected}
}

// countingAccepted returns a copy of f whose message says how many records were accepted before
// the error.
func countingAccepted(f *fault.Error, accepted int) *fault.Error {
	if accepted == 0 {
		return f
	}
	counting := *f
	counting.Message += fmt.Sprintf("; records taken before, which stay: %d", accepted)
	return &counting
}
