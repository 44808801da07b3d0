package web

import (
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/web/view"
)

// docsPage describes the API: the OpenAPI document for people.
type docsPage struct {
	frame
	view.APIDocs
}

// readDocs returns a function that reads the OpenAPI document of the service, once.
func readDocs(service *api.Service) func() (view.APIDocs, error) {
	return sync.OnceValues(func() (view.APIDocs, error) {
		return view.NewAPIDocs(api.Document(service.Library.FileFormats()))
	})
}

// docs answers docsPath. The examples are for the address of this server.
func (s *site) docs(c echo.Context) error {
	docs, err := s.apiDocs()
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "docs", docsPage{frame: s.frame("docs", ""), APIDocs: docs.At(s.baseURL(c), api.ExampleBase)})
}
