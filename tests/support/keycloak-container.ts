// A Keycloak in a container, where a container runtime answers and has or can fetch the image.
import { readFile } from 'node:fs/promises';
import { GenericContainer, Wait } from 'testcontainers';
import { keycloakVersion } from '#tools/servers/keycloak-install.ts';
import { mergedRealm } from '#tools/servers/keycloak-realm.ts';
import { keycloakAdministrator } from '#tools/servers/keycloak-server.ts';
import { printProgress } from '#tools/servers/progress.ts';
import { imageAvailable } from './containers.ts';

const image = `quay.io/keycloak/keycloak:${keycloakVersion}`;
const keycloakPort = 8080;
const startLimitMs = 240_000;

/** Base address and end of a Keycloak in a container, or undefined where no runtime answers or the image can't be had. */
export const keycloakContainer = async (
  realmFiles: readonly string[],
): Promise<{ readonly url: string; readonly stop: () => Promise<void> } | undefined> => {
  if (!(await imageAvailable(image, printProgress))) return undefined;
  const realm = mergedRealm(await Promise.all(realmFiles.map((file) => readFile(file, 'utf8'))));
  printProgress(`Keycloak: starting ${image} (at most ${startLimitMs / 1000} s) …`);
  try {
    const container = await new GenericContainer(image)
      .withExposedPorts(keycloakPort)
      .withEnvironment({
        KC_BOOTSTRAP_ADMIN_USERNAME: keycloakAdministrator.name,
        KC_BOOTSTRAP_ADMIN_PASSWORD: keycloakAdministrator.password,
      })
      .withCopyContentToContainer([{ target: `/opt/keycloak/data/import/${realm.name}.json`, content: realm.text }])
      // In development mode Keycloak may listen inside the container only.
      .withCommand(['start-dev', '--import-realm', '--http-host=0.0.0.0'])
      .withWaitStrategy(Wait.forHttp(`/realms/${realm.name}`, keycloakPort))
      .withStartupTimeout(startLimitMs)
      .start();
    const url = `http://${container.getHost()}:${container.getMappedPort(keycloakPort)}`;
    return {
      url,
      stop: async () => {
        await container.stop({ remove: true });
      },
    };
  } catch (error) {
    printProgress(`Keycloak: a container runtime answers, but ${image} did not start: ${String(error)}`);
    return undefined;
  }
};
