// Package api is the HTTP face of Paperboy: the API for programs, under /api/v1.
//
// The use cases live in one package for each noun: search, similar, library, lists and access.
// None of them knows HTTP. [Service] bundles them.
//
// The table of endpoints (endpoints.go, endpoints_library.go) has one row for each endpoint. The
// route, the OpenAPI operation and the call of package client all come from the row. A request
// passes the middleware (middleware.go, package guard), its row reads the parameters and calls a use
// case, and the answer is written as JSON (package transfer). Two ordered tables (errors.go) turn an
// error into a [Problem]: one gives it a code, the other gives the code a status.
//
// Package web makes pages from the same use cases.
package api
