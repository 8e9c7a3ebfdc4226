# One service from its boot jar. Build ./mvnw -DskipTests package first; the context is the repository's root.
ARG JRE=eclipse-temurin:25-jre
FROM ${JRE} AS layers
ARG JAR
WORKDIR /work
COPY ${JAR} app.jar
RUN java -Djarmode=tools -jar app.jar extract --layers --launcher --destination extracted

FROM ${JRE}
RUN groupadd --gid 10001 groundcrew && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin groundcrew \
 && install -d -o 10001 -g 10001 -m 0700 /var/lib/groundcrew /run/groundcrew \
 && install -d -m 0755 /var/lib/groundcrew-public
COPY deploy/images/healthy /usr/local/bin/healthy
COPY standalone/target/starter-collection.git /srv/collections/starter-collection.git
COPY examples/starter-collection/workspace /app/starter-workspace
WORKDIR /app
COPY --from=layers /work/extracted/dependencies/ ./
COPY --from=layers /work/extracted/spring-boot-loader/ ./
COPY --from=layers /work/extracted/snapshot-dependencies/ ./
COPY --from=layers /work/extracted/application/ ./
USER 10001:10001
HEALTHCHECK --interval=5s --timeout=3s --start-period=90s --retries=6 CMD ["/usr/local/bin/healthy"]
# JAVA_TOOL_OPTIONS adds to these and overrides them.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", \
  "--sun-misc-unsafe-memory-access=allow", "org.springframework.boot.loader.launch.JarLauncher"]
