package api

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"paperboy/api/params"

	"paperboy/api/fault"
	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/index/ingest"
)

// FileFormat is a format that papers can be read from.
type FileFormat struct{ Name, Title string }

// IngestParams say how files are to be read and added.
type IngestParams struct {
	AddParams
	// Format is the FileFormat to take every file for; empty: recognised.
	Format string
	// AsOf is the day on which a page was seen; zero where unknown.
	AsOf data.Date
	// Name is what a body without a file name is called.
	Name string
}

// IngestAnswer is the answer to POST /ingest, given once all that it counts is
// durable: the sum of its files in the shape of POST /papers, then file by file.
// IDs and Rejected name the first MaxIngestNamed.
type IngestAnswer struct {
	AddAnswer
	// Added records began new papers.
	Added int `json:"added"`
	// RejectedCount counts all rejects.
	RejectedCount int `json:"rejected_count"`
	// Since is a moment before the first paper was taken: what a search's
	// added_after finds the new ones by.
	Since time.Time      `json:"since"`
	Files []IngestedFile `json:"files"`

	total data.Count
}

// IngestedFile is what became of one file.
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

// FileFormats are what IngestFiles reads.
func (s *Service) FileFormats() []FileFormat {
	if s.Library == nil {
		return nil
	}
	all := library.Formats()
	known := make([]FileFormat, len(all))
	for i, f := range all {
		known[i] = FileFormat{Name: f.Name, Title: f.Title}
	}
	return known
}

const (
	// ingestPatience is how long an upload waits for its turn.
	ingestPatience = 30 * time.Second
)

// IngestFiles takes the papers of files as they come. After an error the answer
// counts what was acknowledged. Where nothing was taken the error is one of
// all_rejected, or of body_too_large; the latter also where a file was too large to
// be read to its end.
func (s *Service) IngestFiles(ctx context.Context, files iter.Seq2[File, error], p IngestParams) (IngestAnswer, error) {
	a := IngestAnswer{AddAnswer: AddAnswer{IDs: []data.ID{}, Rejected: []data.Rejection{}}, Files: []IngestedFile{}, Since: s.Now().UTC().Truncate(time.Millisecond)}
	if s.Library == nil {
		return a, readOnly()
	}
	if known := s.FileFormats(); p.Format != "" && !slices.ContainsFunc(known, func(f FileFormat) bool { return f.Name == p.Format }) {
		names := make([]string, len(known))
		for i, f := range known {
			names[i] = f.Name
		}
		problem := params.NotAmong("format", p.Format, names)
		return a, problem.Quote("format", p.Format)
	}
	if err := enter(ctx, s.ingests, ingestPatience, "uploads"); err != nil {
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
			return a, afterTaking(problem, a.Accepted)
		}
		if err != nil {
			return a, fmt.Errorf("ingest files: %w", err)
		}
	}
	if p.WaitVisible {
		a.Visible = s.waitVisible(ctx, a.Sequence)
	}
	return a, a.problem()
}

// ingestFile takes one file and adds what became of it to a.
func (s *Service) ingestFile(ctx context.Context, file File, p IngestParams, a *IngestAnswer) error {
	one := IngestedFile{Name: file.Name}
	added, err := s.Library.AddFile(ctx, file.Name, file, library.FileOptions{
		Format: p.Format, AsOf: p.AsOf, MaxBytes: MaxIngestUnpacked,
		RunOptions: ingest.RunOptions{Undelete: p.Undelete, IDs: true, MaxIDs: MaxIngestNamed, Reject: func(r data.Rejection) error {
			one.tooLarge = one.tooLarge || r.Code == codeTooLarge
			if len(a.Rejected) < MaxIngestNamed {
				a.Rejected = append(a.Rejected, r)
			}
			return nil
		}},
	})
	audit.Note(ctx, audit.PapersAdd, added.IDs...)
	audit.Count(ctx, max(0, added.Accepted-len(added.IDs)))
	one.setCount(added.Count)
	a.total.Add(added.Count)
	a.setCount(a.total)
	a.Added, a.RejectedCount = a.total.Added, a.total.Rejected
	a.IDs = append(a.IDs, added.IDs[:min(len(added.IDs), MaxIngestNamed-len(a.IDs))]...)
	a.Sequence = max(a.Sequence, added.Sequence)
	a.Files = append(a.Files, one)
	return err
}

// codeTooLarge is that of the reject of what lies beyond MaxIngestUnpacked.
const codeTooLarge = "too_large"

// problem is what an answer without an error of the server has to say against the
// request; nil if something was taken.
func (a *IngestAnswer) problem() error {
	for _, file := range a.Files {
		if file.tooLarge {
			tooLarge := fault.New(fault.BodyTooLarge, "", "%s holds more than %d MiB when unpacked", fault.Clip(file.Name), MaxIngestUnpacked>>20)
			return &RejectedError{afterTaking(tooLarge, a.Accepted), a.Rejected}
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
