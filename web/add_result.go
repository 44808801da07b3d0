package web

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"

	"paperboy/api/search"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/index"
)

// addResult says what became of files.
type addResult struct {
	// Heading is it in a line, Bad where nothing was taken. Problem is what went
	// wrong with the whole, "" for nothing.
	Heading string
	Bad     bool
	Problem string
	Counts  []string
	// Files are shown where there are several.
	Files   []addedFile
	Rejects []addedReject
	// MoreRejects says how many are not shown, "" for none.
	MoreRejects string
	// RejectLines is a file of the rejects as JSON lines, in its address: the server
	// keeps none.
	RejectLines template.URL
	Papers      []link
	// All is the search for what was added, where that is more than Papers.
	All link
	// Status is that of the HTTP answer.
	Status int
}

// addedFile is one row of the table of files.
type addedFile struct {
	Name                               string
	Added, Updated, Unchanged, Refused string
}

// addedReject is one row of the table of rejects. ID is "" where it is unknown.
type addedReject struct{ File, Entry, ID, Reason string }

// A result shows this many new papers and rejects; it counts all.
const (
	papersShown  = 20
	rejectsShown = 100
)

func (s *site) newAddResult(ctx context.Context, a api.IngestAnswer, failed error) (*addResult, error) {
	r := &addResult{Status: http.StatusOK}
	if failed != nil {
		problem := api.ProblemOf(failed)
		r.Status = problem.Status
		if problem.Code != fault.AllRejected || len(a.Rejected) == 0 {
			r.Problem = problem.Detail
		}
		if a.Accepted == 0 {
			r.Heading = heading(failed, problem)
		}
	}
	r.Bad = failed != nil && a.Accepted == 0
	r.count(a)
	for _, f := range a.Files {
		r.Files = append(r.Files, addedFile{f.Name, count(f.Added), count(f.Updated), count(f.Unchanged + f.Suppressed), count(f.Rejected)})
	}
	if len(r.Files) == 1 {
		r.Files = nil
	}
	for _, rejected := range a.Rejected[:min(len(a.Rejected), rejectsShown)] {
		row := addedReject{File: rejected.File, Entry: rejected.Entry, ID: string(rejected.ID), Reason: rejected.Reason}
		if row.Entry == wholeFile {
			row.Entry = "the whole file"
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
	if more := a.RejectedCount - len(r.Rejects); more > 0 {
		r.MoreRejects = counted(more, "more reject")
	}
	if a.Added == 0 {
		return r, nil
	}
	return r, s.showAdded(ctx, a, r)
}

// rejectLines is the address of a file that holds them.
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

// wholeFile is the entry of a reject that speaks of all of a file.
const wholeFile = "file"

// count puts the numbers into words.
func (r *addResult) count(a api.IngestAnswer) {
	switch {
	case r.Heading != "":
	case a.Added > 0:
		r.Heading = counted(a.Added, "paper") + " added"
	case a.Updated > 0:
		r.Heading = counted(a.Updated, "paper") + " updated"
	default:
		r.Heading = "Nothing new"
	}
	for _, c := range []struct {
		n    int
		what string
	}{
		{a.Added, "new"}, {a.Updated, "updated"}, {a.Unchanged, "unchanged"},
		{a.Suppressed, "of papers that were deleted"}, {a.RejectedCount, "rejected"},
	} {
		if c.n > 0 {
			r.Counts = append(r.Counts, fmt.Sprintf("%s %s", count(c.n), c.what))
		}
	}
}

// showAdded links to the papers that came in.
func (s *site) showAdded(ctx context.Context, a api.IngestAnswer, r *addResult) error {
	p := unfiltered("")
	p.Filter.AddedAfter, p.Sort, p.Limit = a.Since, index.ByAdded, papersShown
	found, err := s.service.Search.Search(ctx, p)
	if err != nil {
		return err
	}
	for _, h := range found.Hits {
		r.Papers = append(r.Papers, link{h.Paper.Title, paperURL(h.ID)})
	}
	if a.Added > len(r.Papers) {
		p.Limit = search.DefaultLimit
		r.All = link{"All " + counted(a.Added, "paper"), searchURL(p)}
	}
	return nil
}

// byteWords writes a size in MiB.
func byteWords(n int64) string { return count(int(n>>20)) + " MiB" }
