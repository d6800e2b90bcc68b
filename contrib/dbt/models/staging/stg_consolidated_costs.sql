{{ stage('consolidated_costs') }}
