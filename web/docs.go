package web

import (
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/web/apidocs"
)

// docsPage describes the API: the OpenAPI document for people.
type docsPage struct {
	frame
	apidocs.Docs
}

// readDocs returns a function that reads the OpenAPI document of the service, once.
func readDocs(service *api.Service) func() (apidocs.Docs, error) {
	return sync.OnceValues(func() (apidocs.Docs, error) {
		return apidocs.New(api.Document(service.Library.FileFormats()))
	})
}

// docs answers docsPath. The examples are for the address of this server.
func (s *site) docs(c echo.Context) error {
	docs, err := s.apiDocs()
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "docs", docsPage{frame: s.frame("docs", ""), Docs: docs.At(s.baseURL(c), api.ExampleBase)})
}
