package web

import (
	"bufio"
	"context"
	"errors"
	"io"
	"iter"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/data"
)

// addPage takes files and pasted text, and then says what became of them.
type addPage struct {
	frame
	// NeedsToken is true where the reader has to show the token.
	NeedsToken bool
	Formats    []choice
	AsOf       string
	// MaxBytes is how much one request may hold, MaxWords the same in words.
	MaxBytes int
	MaxWords string
	Result   *addResult
}

func (s *site) newAddPage(c echo.Context, form addForm) addPage {
	page := addPage{
		frame:      s.frame("single", "Add papers"),
		NeedsToken: s.needsToken(c.Request()),
		Formats:    []choice{{Label: "Detect automatically"}},
		AsOf:       form.asOf,
		MaxBytes:   api.MaxIngestBytes,
		MaxWords:   formatMiB(api.MaxIngestBytes),
	}
	for _, f := range s.service.FileFormats() {
		page.Formats = append(page.Formats, choice{Value: f.Name, Label: f.Title, Selected: f.Name == form.format})
	}
	return page
}

// addForm is what comes before the files in the form. With check it is sent without
// any, to find out whether the token is right.
type addForm struct{ token, format, asOf, check string }

// add answers GET /add.
func (s *site) add(c echo.Context) error {
	return s.render(c, http.StatusOK, "add", s.newAddPage(c, addForm{}))
}

// needsToken reports whether who asks has to show the token to add papers.
func (s *site) needsToken(r *http.Request) bool {
	return s.options.AddPolicy == api.AddToken || !api.AsksFromHere(r, s.options.BaseURL)
}

// addPapers answers POST /add. What became of the files stands on the page that
// has the form; its status is that of what went wrong.
func (s *site) addPapers(c echo.Context) error {
	upload, err := api.OpenUpload(c.Response(), c.Request())
	var form addForm
	var answer api.IngestAnswer
	if err == nil {
		next, stop := iter.Pull2(upload.Parts())
		defer stop()
		var first *multipart.Part
		if form, first, err = readAddForm(next); err == nil {
			err = s.authorizeAdd(c, form)
		}
		if err == nil && form.check != "" {
			return c.NoContent(http.StatusNoContent)
		}
		if err == nil {
			answer, err = s.ingest(c.Request().Context(), form, uploadedFiles(upload, first, next))
		}
		// A browser that is still sending would not read the answer.
		_, _ = io.CopyN(io.Discard, upload, maxUnread)
	}
	if problem := api.ProblemOf(err); err != nil && problem.Status >= http.StatusInternalServerError {
		return err
	}
	page := s.newAddPage(c, form)
	if page.Result, err = s.newAddResult(c.Request().Context(), answer, err); err != nil {
		return err
	}
	page.Title = page.Result.Heading + " · Paperboy"
	return s.render(c, page.Result.Status, "add", page)
}

// maxUnread is how much of a form that was refused is read all the same.
const maxUnread = 16 << 20

// mayAdd refuses who may not add papers.
func (s *site) authorizeAdd(c echo.Context, form addForm) error {
	if r := c.Request(); form.token != "" || s.needsToken(r) || !api.OwnPage(r) {
		return s.checkSecret(c, form.token)
	}
	return nil
}

func (s *site) ingest(ctx context.Context, form addForm, files iter.Seq2[api.File, error]) (api.IngestAnswer, error) {
	asOf, err := data.ParseDate(form.asOf)
	if err != nil {
		return api.IngestAnswer{}, err
	}
	return s.service.IngestFiles(ctx, files, api.IngestParams{AddParams: api.AddParams{WaitVisible: true}, Format: form.format, AsOf: asOf})
}

type nextPart = func() (*multipart.Part, error, bool)

// readAddForm reads the fields of the form, up to the first part that is none; nil
// where there is none.
func readAddForm(next nextPart) (form addForm, first *multipart.Part, err error) {
	fields := map[string]*string{"token": &form.token, "format": &form.format, "as_of": &form.asOf, "check": &form.check}
	for {
		part, err, ok := next()
		if !ok || err != nil {
			return form, nil, err
		}
		field := fields[part.FormName()]
		if field == nil {
			return form, part, nil
		}
		text, err := io.ReadAll(io.LimitReader(part, maxForm))
		if err != nil {
			return form, nil, err
		}
		*field = strings.TrimSpace(string(text))
	}
}

// errNothing is the error of a form that was sent empty.
var errEmptyForm = fault.New(fault.MissingParameter, "", "Choose a file or paste some text.")

// filesOf are the files of the form from part on, the pasted text among them.
func uploadedFiles(u *api.Upload, part *multipart.Part, next nextPart) iter.Seq2[api.File, error] {
	return func(yield func(api.File, error) bool) {
		files := 0
		for part != nil {
			if file, ok := partFile(part); ok {
				files++
				if !yield(file, nil) {
					return
				}
			}
			err, ok := u.Err(), true
			if err == nil {
				part, err, ok = next()
			}
			if err != nil {
				yield(api.File{}, err)
				return
			}
			if !ok {
				break
			}
		}
		if files == 0 {
			yield(api.File{}, errEmptyForm)
		}
	}
}

// chosen is the file of a part, unless nothing was chosen or pasted there.
func partFile(part *multipart.Part) (api.File, bool) {
	if part.FileName() != "" {
		return api.PartFile(part), true
	}
	text := bufio.NewReader(part)
	_, err := text.Peek(1)
	return api.NewFile("pasted text", text), part.FormName() == "text" && !errors.Is(err, io.EOF)
}

// addsPapers is for what there is only where the page adds papers.
func (s *site) requireAdding(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if s.options.AddPolicy == api.AddOff {
			return forbidden("Adding papers in the browser is turned off on this server. Ask the person who runs it, or use paperboy ingest in a terminal.")
		}
		return next(c)
	}
}
