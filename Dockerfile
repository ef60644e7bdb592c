# Builds a static binary and puts it alone into an image that has no shell, no
# package manager and no root. The time zone database is inside the binary.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /kakebot ./bot

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /kakebot /kakebot
EXPOSE 8080
ENTRYPOINT ["/kakebot"]
CMD ["--listen", "0.0.0.0:8080"]
