package web

import (
	"bufio"
	"context"
	"errors"
	"html/template"
	"io"
	"iter"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/add"
	"paperboy/api/fault"
	"paperboy/api/guard"
	"paperboy/api/library"
	"paperboy/api/transfer"
	"paperboy/data"
	"paperboy/web/view"
)

// addPage is the form for files and pasted text, with the result of the last submission.
type addPage struct {
	frame
	// NeedsToken is true if the reader has to enter the token.
	NeedsToken bool
	Formats    []view.Choice
	AsOf       string
	// MaxBytes is the limit of one request in bytes; MaxWords is the same limit as text.
	MaxBytes int
	MaxWords string
	// Text is what the box holds. Asked says what is added once the reader confirms.
	Text  string
	Asked []askedItem
	// Fetches is true if the server may fetch.
	Fetches bool
	// Bookmarklet adds the page that a browser shows.
	Bookmarklet template.URL
	Result      *addResult
}

func (s *site) newAddPage(c echo.Context, form addForm) addPage {
	page := addPage{
		frame:      s.frame("add", ""),
		NeedsToken: s.needsToken(c.Request()),
		Formats:    []view.Choice{{Label: "Detect automatically"}},
		AsOf:       form.asOf,
		MaxBytes:   library.MaxIngestBytes,
		MaxWords:   formatMiB(library.MaxIngestBytes),
		Fetches:    s.service.Add.Fetches(),
	}
	if page.Fetches {
		page.Bookmarklet = bookmarklet(s.baseURL(c))
	}
	for _, f := range s.service.Library.FileFormats() {
		page.Formats = append(page.Formats, view.Choice{Value: f.Name, Label: f.Title, Selected: f.Name == form.format})
	}
	return page
}

// addForm holds the fields that come before the files in the form. If check is set, the form has
// no files: the browser only asks whether the token is right.
type addForm struct {
	token, format, asOf, check, text string
	// long is a text that is too long for text, as a file; nil for none.
	long io.Reader
}

// add answers GET /add. It fetches nothing: with q, it says what the form would add.
func (s *site) add(c echo.Context) error {
	page := s.newAddPage(c, addForm{})
	asked, err := s.askedItems(c)
	page.Text, page.Asked = c.QueryParam("q"), asked
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "add", page)
}

// needsToken reports whether the sender of r has to enter the token to add papers.
func (s *site) needsToken(r *http.Request) bool {
	return s.options.AddPolicy == api.AddToken || !guard.AsksFromHere(r, s.options.BaseURL)
}

// addPapers answers POST /add with the page of the form, which then shows the result. The status
// is that of the error, if any.
func (s *site) addPapers(c echo.Context) error {
	upload, err := transfer.OpenUpload(c.Response(), c.Request(), library.MaxIngestBytes)
	var form addForm
	var answer library.IngestAnswer
	var added add.Answer
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
			answer, err = s.ingest(c.Request().Context(), form, uploadedFiles(upload, form, first, next))
		}
		// Read on, because a browser that is still sending does not read the answer.
		_, _ = io.CopyN(io.Discard, upload, maxUnread)
		if form.namesPapers() && (err == nil || errors.Is(err, errEmptyForm)) {
			added, err = s.service.Add.Add(c.Request().Context(), add.Params{Text: form.text})
		}
	}
	if problem := api.ProblemOf(err); err != nil && problem.Status >= http.StatusInternalServerError {
		return err
	}
	page := s.newAddPage(c, form)
	if page.Result, err = s.newAddResult(c.Request().Context(), answer, err); err != nil {
		return err
	}
	page.Result.addItems(added, page.NeedsToken)
	if page.Result.Status != http.StatusOK {
		page.Text = form.text
	}
	page.Title = page.Result.Heading + " · Paperboy"
	return s.render(c, page.Result.Status, "add", page)
}

// maxUnread is how much of a refused form is still read, in bytes.
const maxUnread = 16 << 20

// authorizeAdd returns an error if the caller may not add papers.
func (s *site) authorizeAdd(c echo.Context, form addForm) error {
	if r := c.Request(); form.token != "" || s.needsToken(r) || !guard.OwnPage(r) {
		return s.checkSecret(c, form.token)
	}
	return nil
}

func (s *site) ingest(ctx context.Context, form addForm, files iter.Seq2[library.File, error]) (library.IngestAnswer, error) {
	asOf, err := data.ParseDate(form.asOf)
	if err != nil {
		return library.IngestAnswer{}, err
	}
	return s.service.Library.IngestFiles(ctx, files, library.IngestParams{AddParams: library.AddParams{WaitVisible: true}, Format: form.format, AsOf: asOf, LookUp: true})
}

type nextPart = func() (*multipart.Part, error, bool)

// readAddForm reads the fields of the form up to the first part that is not one of them. It
// returns that part, or nil if there is none.
func readAddForm(next nextPart) (form addForm, first *multipart.Part, err error) {
	fields := map[string]*string{"token": &form.token, "format": &form.format, "as_of": &form.asOf, "check": &form.check}
	for {
		part, err, ok := next()
		if !ok || err != nil {
			return form, nil, err
		}
		if part.FormName() == "text" && part.FileName() == "" {
			if more, err := form.readText(part); more || err != nil {
				return form, part, err
			}
			continue
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

// errEmptyForm is the error of a form without files and text.
var errEmptyForm = fault.New(fault.MissingParameter, "", "Choose a file or paste some text.")

// uploadedFiles returns the files of the form from part on, including a pasted text that does not
// name papers.
func uploadedFiles(u *transfer.Upload, form addForm, part *multipart.Part, next nextPart) iter.Seq2[library.File, error] {
	return func(yield func(library.File, error) bool) {
		files := 0
		if strings.TrimSpace(form.text) != "" && !form.namesPapers() {
			files++
			if !yield(library.NewFile(add.Pasted, strings.NewReader(form.text)), nil) {
				return
			}
		}
		for part != nil {
			file, ok := partFile(part)
			if form.long != nil {
				file, ok, form.long = library.NewFile(add.Pasted, form.long), true, nil
			}
			if ok {
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
				yield(library.File{}, err)
				return
			}
			if !ok {
				break
			}
		}
		if files == 0 {
			yield(library.File{}, errEmptyForm)
		}
	}
}

// partFile returns the file in a part. It reports false if the reader chose or pasted nothing
// there.
func partFile(part *multipart.Part) (library.File, bool) {
	if part.FileName() != "" {
		return api.PartFile(part), true
	}
	text := bufio.NewReader(part)
	_, err := text.Peek(1)
	return library.NewFile(add.Pasted, text), part.FormName() == "text" && !errors.Is(err, io.EOF)
}
