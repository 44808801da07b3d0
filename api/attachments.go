package api

import (
	"context"
	"io"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/export"
	"paperboy/api/search"
	"paperboy/api/transfer"
)

// totalHeader is the header with the number of papers of a file. A client can tell from it that a
// file broke off.
const totalHeader = "X-Total-Count"

const backupType = "application/vnd.sqlite3"

func attachment(f export.Format, name string, write func(context.Context, io.Writer) error) Attachment {
	kind, extension := f.Media()
	return Attachment{Name: fileName(name) + "." + extension, Type: kind, Write: write}
}

// exportSearch runs the search of an export, so that its errors come before the first byte.
func exportSearch(s *Service, ctx context.Context, p search.ExportParams) (Attachment, error) {
	found, err := s.Search.PrepareExport(ctx, p)
	if err != nil {
		return Attachment{}, err
	}
	a, n := attachment(p.Format, "papers", found.Write), found.Papers()
	a.Papers = &n
	return a, nil
}

func backup(s *Service, _ context.Context, _ None) (Attachment, error) {
	return Attachment{Name: "paperboy.db", Type: backupType, Write: s.Library.Backup}, nil
}

// cite is GET /papers/{id}/cite. A browser shows the citation, and saves it under the paper's id.
func (h *handler) cite(c echo.Context, p OfPaper[export.Style]) error {
	citation, err := h.Service.Library.Cite(c.Request().Context(), p.ID, p.Params)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `inline; filename="`+fileName(string(p.ID))+"."+citation.Extension+`"`)
	return transfer.Send(c, transfer.Content{Kind: citation.MediaType, Body: []byte(citation.Text)}, h.Service.Library.Now())
}

// fileName returns the ASCII letters and digits of a list's name, joined by hyphens.
func fileName(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || 'z' < r) && (r < '0' || '9' < r) })
	s := strings.Join(words, "-")
	if s = strings.TrimRight(s[:min(len(s), 60)], "-"); s == "" {
		return "reading-list"
	}
	return s
}

func exportList(s *Service, ctx context.Context, p Keyed[export.Format]) (Attachment, error) {
	name, write, err := s.Lists.PrepareExport(ctx, p.Key, p.Params)
	if err != nil {
		return Attachment{}, err
	}
	return attachment(p.Params, name, write), nil
}

func describeExport(_ *Service, _ context.Context, p search.ExportParams) (Attachment, error) {
	if p.Format == "" {
		return Attachment{}, export.Missing()
	}
	return attachment(p.Format, "papers", nil), nil
}
