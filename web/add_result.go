package web

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/api/library"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/index"
	"paperboy/web/view"
)

// addResult is the outcome of adding files.
type addResult struct {
	// Heading sums up the outcome. Bad is true if nothing was added because of an error. Problem
	// is an error that concerns the whole request; empty for none.
	Heading string
	Bad     bool
	Problem string
	Counts  []string
	// Items are the results for ids, addresses and titles. Notices are about PDFs.
	Items   []addedItem
	Notices []string
	// Files is empty if there was only one file.
	Files   []addedFile
	Rejects []addedReject
	// Warnings are the kinds of warnings with which records were read.
	Warnings []addedWarning
	// MoreRejects says how many rejected records are not shown; empty for none.
	MoreRejects string
	// RejectLines is a data URL with the rejected records as JSON lines; the server does not store
	// them.
	RejectLines template.URL
	Papers      []view.Link
	// All is a search for everything that was added, if Papers does not show all of it.
	All view.Link
	// Status is the status of the HTTP response.
	Status int
}

// addedFile is a row of the table of files.
type addedFile struct {
	Name                               string
	Added, Updated, Unchanged, Refused string
}

// addedReject is a rejected record. ID is empty if unknown.
type addedReject struct{ File, Entry, ID, Reason string }

// addedWarning is a warning, how many records have it, "12 records", the first papers of these, and how
// many records there are besides: "and 7 more records".
type addedWarning struct {
	Records, Text string
	Papers        []view.Link
	More          string
}

// A result shows at most this many new papers and rejected records, but counts all of them.
const (
	papersShown  = 20
	rejectsShown = 100
)

func (s *site) newAddResult(ctx context.Context, a library.IngestAnswer, failed error) (*addResult, error) {
	r := &addResult{Status: http.StatusOK, Notices: a.Notices}
	if failed != nil {
		problem := api.ProblemOf(failed)
		r.Status = problem.Status
		if problem.Code != fault.AllRejected || len(a.Rejected) == 0 {
			r.Problem = view.Sentence(problem.Detail)
		}
		if a.Accepted == 0 {
			r.Heading = adviceOn(failed, problem).heading
		}
	}
	r.Bad = failed != nil && a.Accepted == 0
	r.describe(a)
	for _, f := range a.Files {
		r.Files = append(r.Files, addedFile{f.Name, figures.Thousands(f.Added), figures.Thousands(f.Updated), figures.Thousands(f.Unchanged + f.Suppressed), figures.Thousands(f.Rejected)})
	}
	if len(r.Files) == 1 {
		r.Files = nil
	}
	for _, rejected := range a.Rejected[:min(len(a.Rejected), rejectsShown)] {
		row := addedReject{File: rejected.File, Entry: rejected.Entry, ID: string(rejected.ID), Reason: rejected.Reason}
		if row.Entry == wholeFile {
			row.Entry = "whole file"
		}
		r.Rejects = append(r.Rejects, row)
	}
	if len(a.Rejected) > 0 {
		lines, err := rejectLines(a.Rejected)
		if err != nil {
			return nil, err
		}
		r.RejectLines = lines
	}
	if err := s.showWarnings(ctx, a, r); err != nil {
		return nil, err
	}
	if more := a.RejectedCount - len(r.Rejects); more > 0 {
		r.MoreRejects = figures.Count(more, "more rejected record")
	}
	if a.Added == 0 {
		return r, nil
	}
	return r, s.showAdded(ctx, a, r)
}

// showWarnings adds the kinds of warnings, each with links to the first papers.
func (s *site) showWarnings(ctx context.Context, a library.IngestAnswer, r *addResult) error {
	for _, w := range a.Warnings.Sorted() {
		shown := addedWarning{Records: figures.Count(w.Count, "record"), Text: data.WarningText(w.Code)}
		for _, id := range a.Warned[w.Code] {
			p, err := s.service.Library.Paper(ctx, id)
			if isNotFound(err) {
				continue // deleted since
			}
			if err != nil {
				return err
			}
			shown.Papers = append(shown.Papers, view.Link{Text: p.Title, URL: view.PaperURL(p.ID)})
		}
		if named := len(a.Warned[w.Code]); named == data.MaxWarned && w.Count > named {
			shown.More = "and " + figures.Count(w.Count-named, "more record")
		}
		r.Warnings = append(r.Warnings, shown)
	}
	return nil
}

// rejectLines returns a data URL with the rejected records as JSON lines.
func rejectLines(rejects []data.Rejection) (template.URL, error) {
	var lines bytes.Buffer
	encoder := json.NewEncoder(&lines)
	for _, r := range rejects {
		if err := encoder.Encode(r); err != nil {
			return "", fmt.Errorf("write rejects: %w", err)
		}
	}
	return template.URL("data:application/x-ndjson;base64," + base64.StdEncoding.EncodeToString(lines.Bytes())), nil
}

// wholeFile is the entry of a rejection that concerns a whole file.
const wholeFile = "file"

// describe sets the heading and the counts.
func (r *addResult) describe(a library.IngestAnswer) {
	switch {
	case r.Heading != "":
	case a.Added > 0:
		r.Heading = figures.Count(a.Added, "paper") + " added"
	case a.Updated > 0:
		r.Heading = figures.Count(a.Updated, "paper") + " updated"
	default:
		r.Heading = "Nothing new"
	}
	for _, c := range []struct {
		n    int
		what string
	}{
		{a.Added, "new"}, {a.Updated, "updated"}, {a.Unchanged, "unchanged"},
		{a.Suppressed, "skipped because they were deleted earlier"}, {a.RejectedCount, "rejected"},
	} {
		if c.n > 0 {
			r.Counts = append(r.Counts, fmt.Sprintf("%s %s", figures.Thousands(c.n), c.what))
		}
	}
}

// showAdded adds links to the new papers.
func (s *site) showAdded(ctx context.Context, a library.IngestAnswer, r *addResult) error {
	p := view.QuerySearch("")
	p.Filter.AddedAfter, p.Sort, p.Limit = a.Since, index.ByAdded, papersShown
	found, err := s.service.Search.Search(ctx, p)
	if err != nil {
		return err
	}
	for _, h := range found.Hits {
		r.Papers = append(r.Papers, view.Link{Text: h.Paper.Title, URL: view.PaperURL(h.ID)})
	}
	if a.Added > len(r.Papers) {
		p.Limit = search.DefaultLimit
		r.All = view.Link{Text: "Show all " + figures.Count(a.Added, "paper"), URL: view.SearchURL(p)}
	}
	return nil
}

// formatMiB formats a size in MiB.
func formatMiB(n int64) string { return figures.Thousands(int(n>>20)) + " MiB" }
